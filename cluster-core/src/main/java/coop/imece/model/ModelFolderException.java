package coop.imece.model;

/** A model folder is incomplete or malformed. The message names file, field, rule and value. */
public class ModelFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelFolderException(String message) {
    super(message);
  }

  public ModelFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
