package coop.imece.node.cli;

import picocli.CommandLine.Command;

/** {@code imece model}: verbs about model folders. */
@Command(subcommands = {ModelCheckCommand.class, ModelRandomCommand.class})
final class ModelCommand {}
