package coop.imece.node.cli;

import coop.imece.cli.ExitCode;
import coop.imece.node.conduct.PauseFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code imece node resume}: the end of a pause. */
@Command(name = "resume", description = "Let this machine's node take sessions again.")
final class ResumeCommand implements Callable<Integer> {
  @Mixin private final NodeFolderOption folder = new NodeFolderOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var was = new PauseFile(folder.find()).resume();
    spec.commandLine()
        .getOut()
        .println(
            was ? "the node takes sessions again, from 2 seconds on" : "the node is not paused");
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
