package coop.imece.model;

/** A model folder is sound, but asks for a decoder that is not ours. The flag is named. */
public final class UnsupportedModelException extends ModelFolderException {
  private static final long serialVersionUID = 1L;

  private final String flag;

  public UnsupportedModelException(String flag, String message) {
    super(message);
    this.flag = flag;
  }

  /** The config's field that asks for it, for example {@code "hidden_act"}. */
  public String flag() {
    return flag;
  }
}
