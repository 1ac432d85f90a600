package coop.imece.log;

import coop.imece.core.Bytes;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * One signature line of a note.
 *
 * @param bytes the signature without the key id: of an author 64 bytes, of a witness 8 bytes of
 *     time and 64
 */
public record NoteSignature(String name, int keyId, Bytes bytes) {
  private static final String DASH = "\u2014 ";

  static NoteSignature parse(String line) {
    var parts = line.split(" ", -1);
    if (parts.length != 3 || !line.startsWith(DASH)) {
      throw new MalformedException(
          "a signature line reads '\u2014 NAME SIGNATURE', was '%s'".formatted(line));
    }
    try {
      KeyName.require(parts[1]);
      var decoded = Base64.getDecoder().decode(parts[2]);
      if (decoded.length < 5) {
        throw new MalformedException("a signature has more than 4 bytes: '%s'".formatted(line));
      }
      var buffer = ByteBuffer.wrap(decoded);
      var keyId = buffer.getInt();
      var signature = new byte[buffer.remaining()];
      buffer.get(signature);
      var parsed = new NoteSignature(parts[1], keyId, Bytes.own(signature));
      if (!parsed.line().equals(line)) {
        throw new MalformedException("not the one spelling of a signature: '%s'".formatted(line));
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("signature line '%s': %s".formatted(line, e.getMessage()), e);
    }
  }

  /** The line, without its end. */
  public String line() {
    var all = ByteBuffer.allocate(4 + bytes.size()).putInt(keyId).put(bytes.view()).array();
    return DASH + name + " " + Base64.getEncoder().encodeToString(all);
  }

  boolean isBy(VerifierKey key) {
    return name.equals(key.name()) && keyId == key.id();
  }

  /** Unix time in seconds at which a witness saw the note. */
  public long cosignedAtSeconds() {
    return bytes.view().getLong();
  }
}
