/**
 * Text to token ids and back. Prompts are encoded here and nowhere else, so that no node can
 * rewrite one; answers are decoded token by token, as they come.
 */
package coop.imece.gateway.tokenizer;
