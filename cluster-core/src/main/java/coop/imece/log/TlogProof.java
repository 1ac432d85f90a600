package coop.imece.log;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A receipt that anyone can check without asking anyone: an entry's index, its inclusion proof and
 * the checkpoint that it leads to (C2SP tlog-proof).
 */
public record TlogProof(long index, List<Hash> siblings, SignedNote checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final int MAX_SIBLINGS = 63;

  public TlogProof {
    siblings = List.copyOf(siblings);
  }

  public static TlogProof parse(String text) {
    var split = text.indexOf("\n\n");
    if (split < 0) {
      throw new MalformedException("a proof is its lines, an empty line and a checkpoint");
    }
    var lines = text.substring(0, split).split("\n", MAX_SIBLINGS + 3);
    if (lines.length < 2
        || lines.length > MAX_SIBLINGS + 2
        || !lines[0].equals(HEADER)
        || !lines[1].matches("index (0|[1-9][0-9]{0,18})")) {
      throw new MalformedException(
          "a proof reads %s, index, at most %d hashes".formatted(HEADER, MAX_SIBLINGS));
    }
    try {
      var siblings = new ArrayList<Hash>();
      for (var line : List.of(lines).subList(2, lines.length)) {
        siblings.add(Hash.of(Base64.getDecoder().decode(line)));
      }
      var index = Long.parseLong(lines[1].substring("index ".length()));
      return new TlogProof(index, siblings, SignedNote.parse(text.substring(split + 2)));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("proof: " + e.getMessage(), e);
    }
  }

  /** Whether the entry stands at the index in the tree that the log's key signed. */
  public boolean verifies(Entry entry, VerifierKey log) {
    var committed = Checkpoint.verified(checkpoint, log);
    return entry.seq() == index
        && ProofVerifier.inclusion(
            index,
            committed.size(),
            entry.leafHash().toBytes(),
            siblings.stream().map(Hash::toBytes).toList(),
            committed.root().toBytes());
  }

  @Override
  public String toString() {
    var lines = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
    siblings.forEach(hash -> lines.append(hash.base64()).append('\n'));
    return lines.append('\n').append(checkpoint).toString();
  }
}
