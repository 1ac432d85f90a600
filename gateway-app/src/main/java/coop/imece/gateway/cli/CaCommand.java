package coop.imece.gateway.cli;

import picocli.CommandLine.Command;

/** {@code imece ca}: the files by which the members of a cooperative know each other. */
@Command(
    subcommands = {CaInitCommand.class, CaIssueCommand.class},
    footer = {
      "",
      "To let another machine join:",
      "  imece ca issue --name NAME --role node --out DIR",
      "Take DIR there by a safe way, because its key.pem is secret, and start there:",
      "  imece node --tls DIR --join HOST:PORT",
      "The CA's own key, ca.key, never leaves this machine."
    })
final class CaCommand {}
