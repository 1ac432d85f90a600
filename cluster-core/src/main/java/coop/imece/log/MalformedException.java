package coop.imece.log;

/** Bytes that are not what they should be: says what was expected and where. */
public final class MalformedException extends RuntimeException {
  public MalformedException(String message) {
    super(message);
  }

  public MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
