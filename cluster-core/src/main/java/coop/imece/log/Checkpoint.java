package coop.imece.log;

import java.util.Base64;
import java.util.List;

/** What a log commits to: its origin, its size, and the root of its tree at that size. */
public record Checkpoint(String origin, long size, Hash root) {
  public Checkpoint {
    KeyName.require(origin);
    MerkleTree.requireSize(size);
  }

  /** Reads a note's text; extension lines are refused, nobody could audit them. */
  public static Checkpoint parse(String text) {
    var lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[3].isEmpty()) {
      throw new MalformedException("a checkpoint has three lines: origin, size, root");
    }
    try {
      var root = Hash.of(Base64.getDecoder().decode(lines[2]));
      var parsed = new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
      if (!parsed.text().equals(text)) {
        throw new MalformedException("not the one spelling of a checkpoint");
      }
      return parsed;
    } catch (IllegalArgumentException e) {
      throw new MalformedException("checkpoint: " + e.getMessage(), e);
    }
  }

  /**
   * The checkpoint of a note that the log's key signed.
   *
   * @throws MalformedException when it is not signed by that key, or of another origin
   */
  public static Checkpoint verified(SignedNote note, VerifierKey log) {
    if (note.signers(List.of(log)).isEmpty()) {
      throw new MalformedException("the checkpoint is not signed by " + log.name());
    }
    var checkpoint = parse(note.text());
    if (!checkpoint.origin.equals(log.name())) {
      throw new MalformedException(
          "the checkpoint's origin must be %s, was %s".formatted(log.name(), checkpoint.origin));
    }
    return checkpoint;
  }

  /** The note's text. */
  public String text() {
    return "%s\n%d\n%s\n".formatted(origin, size, root.base64());
  }

  public SignedNote signed(SigningKey key) {
    return new SignedNote(text(), List.of(key.sign(text())));
  }
}
