package coop.imece.stage;

import coop.imece.stage.SessionEvent.TokenSampled;
import java.util.List;

/** What a stage sampled in one batch for sessions of one gateway: as if each had come alone. */
public record SampledTokens(List<TokenSampled> tokens) implements LinkMessage {
  public SampledTokens {
    tokens = List.copyOf(tokens);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("sampled tokens need at least one");
    }
  }
}
