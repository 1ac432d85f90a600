package coop.imece.node.cli;

import coop.imece.cli.ExitCode;
import coop.imece.cli.Supervised;
import coop.imece.shard.natives.NativeLibrary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imece natives}: unpacks PyTorch and prints its folder as the last line. */
@Command
final class NativesCommand implements Callable<Integer> {
  @Mixin private final Supervised supervised = new Supervised();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    supervised.watch();
    spec.commandLine().getOut().println(NativeLibrary.unpack());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
