package coop.imece.gateway.ledger.cli;

import picocli.CommandLine.Command;

/** {@code imece ledger}: verbs of auditors. */
@Command(
    subcommands = {
      VerifyCommand.class,
      ExportCommand.class,
      ProofCommand.class,
      BalanceCommand.class,
      WatchCommand.class
    },
    synopsisSubcommandLabel = "VERB")
public final class LedgerVerb {}
