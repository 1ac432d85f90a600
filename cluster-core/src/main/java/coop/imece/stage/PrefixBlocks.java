package coop.imece.stage;

import coop.imece.core.TokenIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * By what stages know that two sessions start with the same tokens, without knowing the tokens: one
 * hash for every whole block of {@link #BLOCK_TOKENS}, over all tokens up to the block's end.
 *
 * @param hashes the first 32 hex digits of SHA-256 over scope and little-endian ids
 */
public record PrefixBlocks(List<String> hashes) {
  public static final int BLOCK_TOKENS = 32;
  public static final PrefixBlocks NONE = new PrefixBlocks(List.of());

  private static final int HASH_BYTES = 16;

  public PrefixBlocks {
    hashes = List.copyOf(hashes);
  }

  /**
   * @param scope who may share; only sessions of one scope ever match
   */
  public static PrefixBlocks of(String scope, TokenIds tokens) {
    var hashes = new ArrayList<String>(tokens.size() / BLOCK_TOKENS);
    var digest = sha256();
    digest.update(scope.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    for (var end = BLOCK_TOKENS; end <= tokens.size(); end += BLOCK_TOKENS) {
      digest.update(tokens.slice(end - BLOCK_TOKENS, end).toLittleEndian());
      hashes.add(HexFormat.of().formatHex(copy(digest).digest(), 0, HASH_BYTES));
    }
    return new PrefixBlocks(hashes);
  }

  /** How many positions both start with, a multiple of the block. */
  public int positionsShared(PrefixBlocks other) {
    var most = Math.min(hashes.size(), other.hashes.size());
    var blocks = 0;
    while (blocks < most && hashes.get(blocks).equals(other.hashes.get(blocks))) {
      blocks++;
    }
    return blocks * BLOCK_TOKENS;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }
}
