package coop.imece.gateway.actor;

import coop.imece.gateway.tokenizer.ModelTokenizer;
import coop.imece.model.ModelFolder;

/**
 * A model that a gateway answers for.
 *
 * @param tokenizer of the folder
 */
public record GatewayModel(ModelFolder folder, ModelTokenizer tokenizer) {}
