package coop.imece.cluster.config;

/**
 * A setting that can't be used; the message names the key, the value, where it stands, the rule.
 */
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }
}
