package coop.imece.gateway.operator;

import picocli.CommandLine.Command;

/** {@code imece operator}: verbs of whoever runs a cooperative's gateway. */
@Command(
    subcommands = {NodesCommand.class, ReviewCommand.class, ClearCommand.class},
    synopsisSubcommandLabel = "VERB",
    footer = {
      "",
      "Works on the gateway's machine only, for the user who runs the gateway: it shows",
      "the gateway operator.token, a file in the gateway's data folder."
    })
public final class OperatorVerb {}
