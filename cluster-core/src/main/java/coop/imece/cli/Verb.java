package coop.imece.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every verb of {@code imece}, and the module whose main class the launch scripts start for it. */
public enum Verb {
  UP(Owner.GATEWAY_APP, "Start a whole cooperative on this machine"),
  CHAT(Owner.GATEWAY_APP, "Talk to a cooperative in the terminal"),
  NODE(Owner.NODE_APP, "Join a cooperative with this machine and serve a slice of its model"),
  GATEWAY(Owner.GATEWAY_APP, "Start a cooperative's gateway with ledger and scheduler"),
  MODEL(Owner.NODE_APP, "Look into a model folder"),
  LEDGER(Owner.GATEWAY_APP, "Check a cooperative's ledger without trusting it"),
  OPERATOR(Owner.GATEWAY_APP, "See a cooperative's nodes, suspend one or clear it"),
  BENCH(Owner.GATEWAY_APP, "Measure a pipeline of node processes on this machine"),
  CA(Owner.GATEWAY_APP, "Make the TLS files by which members know each other"),
  /** For {@code up}: unpacks PyTorch once, before several nodes start. */
  NATIVES(Owner.NODE_APP, ""),
  /** For {@code bench}: what a pipeline is compared with. */
  MEASURE(Owner.NODE_APP, ""),
  /** For {@code bench device}: measures the machine that it runs on. */
  DEVICE(Owner.NODE_APP, "");

  /** The module that has the verb. */
  public enum Owner {
    GATEWAY_APP("coop.imece.gateway.cli.ImeceGateway"),
    NODE_APP("coop.imece.node.cli.ImeceNode");

    private final String mainClass;

    Owner(String mainClass) {
      this.mainClass = mainClass;
    }

    public String mainClass() {
      return mainClass;
    }
  }

  private final Owner owner;
  private final String summary;

  Verb(Owner owner, String summary) {
    this.owner = owner;
    this.summary = summary;
  }

  public Owner owner() {
    return owner;
  }

  public String summary() {
    return summary;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Those that the help lists, in its order. */
  static List<Verb> listed() {
    return Arrays.stream(values()).filter(verb -> !verb.summary.isEmpty()).toList();
  }
}
