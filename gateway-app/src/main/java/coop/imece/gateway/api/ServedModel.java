package coop.imece.gateway.api;

import coop.imece.stage.SamplingParameters;

/**
 * A model that this gateway answers for.
 *
 * @param id as clients name it
 * @param created Unix time in seconds
 * @param maxContext positions of prompt and answer together
 * @param sampling what holds when a request says nothing, from the model's generation config
 */
public record ServedModel(
    String id, long created, int maxContext, SamplingParameters sampling, TextCodec text) {
  public ServedModel {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must be text, was blank");
    }
    if (maxContext < 2) {
      throw new IllegalArgumentException("maxContext must be 2 or more, was " + maxContext);
    }
  }
}
