package coop.imece.log;

/** The name of a signer: what a note's signature lines begin with. */
final class KeyName {
  private static final int MAX_LENGTH = 255;

  private KeyName() {}

  static void require(String name) {
    var wellFormed =
        !name.isEmpty()
            && name.length() <= MAX_LENGTH
            && name.chars().noneMatch(c -> c == '+' || Character.isWhitespace(c) || c < 0x20);
    if (!wellFormed) {
      throw new IllegalArgumentException(
          "a key name has 1 to 255 characters, no spaces and no '+', was '%s'".formatted(name));
    }
  }
}
