package coop.imece.gateway.api;

import coop.imece.stage.FinishReason;

/** The whole text of one choice and why it ended. */
public record FinishedChoice(String text, FinishReason reason) {}
