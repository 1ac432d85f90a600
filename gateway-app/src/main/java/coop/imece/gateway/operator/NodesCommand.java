package coop.imece.gateway.operator;

import coop.imece.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imece operator nodes}. */
@Command(name = "nodes", description = "List every node, those that are not there included.")
final class NodesCommand implements Callable<Integer> {
  @Mixin private final OperatorOptions options = new OperatorOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var nodes = options.client().nodes();
    var out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(nodes);
    } else {
      NodeTable.lines(nodes.path("data")).forEach(out::println);
    }
    out.flush();
    return ExitCode.DONE;
  }
}
