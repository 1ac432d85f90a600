package coop.imece.gateway.operator;

import coop.imece.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code imece operator clear}. */
@Command(name = "clear", description = "End a node's review, whatever its reason was.")
final class ClearCommand implements Callable<Integer> {
  @Mixin private final OperatorOptions options = new OperatorOptions();

  @Parameters(paramLabel = "NODE", description = "Its id, or how it begins.")
  private String node;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    options.print(spec, options.client().decide(node, "clear"));
    return ExitCode.DONE;
  }
}
