package coop.imece.node.cli;

import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Verb;
import java.util.Map;

/** Main class of the contributor's verbs. */
public final class ImeceNode {
  private ImeceNode() {}

  public static void main(String[] args) {
    System.exit(ImeceCommandLine.run(commands(), args));
  }

  static Map<Verb, Object> commands() {
    return Map.of(
        Verb.NODE,
        new NodeCommand(),
        Verb.MODEL,
        new ModelCommand(),
        Verb.NATIVES,
        new NativesCommand(),
        Verb.MEASURE,
        new MeasureCommand(),
        Verb.DEVICE,
        new DeviceCommand());
  }
}
