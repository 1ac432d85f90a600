package coop.imece.gateway.generation.actor;

import coop.imece.core.TokenIds;
import coop.imece.gateway.generation.GenerationRequest;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SessionTerms;
import java.util.Set;

/** The tokens of one answer: what a new pipeline needs to go on where an old one was lost. */
final class AnswerSoFar {
  /** Everybody's, until wallets ask: then sharing is among one wallet's own sessions. */
  private static final String SCOPE = "";

  private final GenerationRequest request;
  private final Set<Integer> endOfSequence;
  private final int[] tokens;
  private int sampled;

  AnswerSoFar(GenerationRequest request, Set<Integer> endOfSequence) {
    this.request = request;
    this.endOfSequence = endOfSequence;
    this.tokens = new int[request.maxTokens()];
  }

  void add(int token) {
    tokens[sampled++] = token;
  }

  /** Where the next sampled token stands. */
  int nextPosition() {
    return request.prompt().size() + sampled;
  }

  /** Tokens sampled, the end-of-sequence token included. */
  int sampled() {
    return sampled;
  }

  boolean ends(int token) {
    return endOfSequence.contains(token);
  }

  int tokensLeft() {
    return request.maxTokens() - sampled;
  }

  /** What every stage is asked to do from here. */
  SessionTerms terms() {
    var answer = TokenIds.own(tokens).slice(0, sampled);
    return new SessionTerms(
        request.prompt().concat(answer),
        request.prompt().size(),
        nextPosition(),
        request.maxTokens(),
        request.sampling(),
        endOfSequence,
        PrefixBlocks.of(SCOPE, request.prompt()));
  }

  /** What an ended session's keys and values are known by: prompt and answer. */
  PrefixBlocks blocks() {
    return PrefixBlocks.of(SCOPE, request.prompt().concat(TokenIds.own(tokens).slice(0, sampled)));
  }
}
