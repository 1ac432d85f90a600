package coop.imece.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text and who signed it (C2SP signed-note).
 *
 * @param text what is signed, its last newline included
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  private static final int MAX_BYTES = 65_536;
  private static final int MAX_SIGNATURES = 16;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n")) {
      throw new MalformedException("a note's text ends in a newline");
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedException(
          "a note has 1 to %d signatures, was %d".formatted(MAX_SIGNATURES, signatures.size()));
    }
    if (text.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      throw new MalformedException("a note has no control characters but newlines");
    }
  }

  public static SignedNote parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "a note has at most %d bytes, was %d".formatted(MAX_BYTES, bytes.length));
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return parse(decoder.decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("a note is UTF-8", e);
    }
  }

  public static SignedNote parse(String note) {
    var split = note.lastIndexOf("\n\n");
    if (split < 0 || !note.endsWith("\n")) {
      throw new MalformedException("a note is a text, an empty line and signature lines");
    }
    var lines = note.substring(split + 2, Math.max(split + 2, note.length() - 1));
    var signatures = new ArrayList<NoteSignature>();
    for (var line : lines.split("\n", MAX_SIGNATURES + 2)) {
      signatures.add(NoteSignature.parse(line));
    }
    return new SignedNote(note.substring(0, split + 1), signatures);
  }

  /** With one signature more. */
  public SignedNote with(NoteSignature signature) {
    var more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /**
   * The known keys that signed. Signatures of unknown keys say nothing.
   *
   * @throws MalformedException when a known key's signature is not its own: then nothing is
   *     believed
   */
  public List<VerifierKey> signers(Collection<VerifierKey> known) {
    var signers = new ArrayList<VerifierKey>();
    for (var signature : signatures) {
      for (var key : known) {
        if (signature.isBy(key)) {
          if (!key.verifies(text, signature.bytes().array())) {
            throw new MalformedException("the signature of %s is wrong".formatted(key.name()));
          }
          signers.add(key);
        }
      }
    }
    return List.copyOf(signers);
  }

  /** The note as it is published. */
  @Override
  public String toString() {
    var lines = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> lines.append(signature.line()).append('\n'));
    return lines.toString();
  }
}
