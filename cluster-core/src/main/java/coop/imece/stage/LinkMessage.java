package coop.imece.stage;

/** What may go by a link: small, in a hurry, and written by {@link LinkSerializer}. */
public sealed interface LinkMessage permits StageProtocol.Forwards, SampledTokens {}
