package coop.imece.gateway.cli;

import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Verb;
import coop.imece.gateway.bench.BenchCommand;
import coop.imece.gateway.chat.ChatCommand;
import coop.imece.gateway.ledger.cli.LedgerVerb;
import coop.imece.gateway.operator.OperatorVerb;
import java.util.Map;

/** Main class of the verbs of users, auditors and operators. */
public final class ImeceGateway {
  private ImeceGateway() {}

  public static void main(String[] args) {
    System.exit(ImeceCommandLine.run(commands(), args));
  }

  static Map<Verb, Object> commands() {
    return Map.of(
        Verb.UP, new UpCommand(),
        Verb.CHAT, new ChatCommand(),
        Verb.GATEWAY, new GatewayCommand(),
        Verb.LEDGER, new LedgerVerb(),
        Verb.OPERATOR, new OperatorVerb(),
        Verb.BENCH, new BenchCommand(),
        Verb.CA, new CaCommand());
  }
}
