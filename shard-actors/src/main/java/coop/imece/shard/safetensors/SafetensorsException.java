package coop.imece.shard.safetensors;

/** A file breaks a rule of the format. The message says which. */
public final class SafetensorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SafetensorsException(String message) {
    super(message);
  }
}
