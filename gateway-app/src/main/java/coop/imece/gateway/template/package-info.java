/**
 * Chat templates of model folders, rendered by a small interpreter of the Jinja subset that they
 * use.
 *
 * <p>A template is data from a stranger: it sees JSON-like values and nothing else. There is no way
 * from it to Java objects, files, the network, the clock (one is passed in) or to endless work (see
 * {@link coop.imece.gateway.template.Limits}).
 *
 * <p>The settings are those of Hugging Face tokenizers: {@code trim_blocks}, {@code lstrip_blocks},
 * loop controls, {@code tojson} without HTML escaping, {@code raise_exception}, {@code
 * strftime_now}, {@code generation} blocks.
 */
package coop.imece.gateway.template;
