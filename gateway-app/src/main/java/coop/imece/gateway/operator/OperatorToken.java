package coop.imece.gateway.operator;

import coop.imece.identity.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * By what a gateway knows its operator: 32 random bytes as hex, made anew at every start in a file
 * that only the user who runs the gateway can read. That user could stop the gateway and change its
 * data anyway, so the file gives nobody a right that they do not have.
 */
public final class OperatorToken {
  public static final String FILE = "operator.token";
  private static final int BYTES = 32;
  private static final String BEARER = "Bearer ";

  private final byte[] text;

  private OperatorToken(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Makes the file, in place of an older one.
   *
   * @param data folder of the gateway
   * @param random must be fit for secrets
   */
  public static OperatorToken make(Path data, RandomGenerator random) throws IOException {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var token = new OperatorToken(HexFormat.of().formatHex(bytes));
    Files.deleteIfExists(data.resolve(FILE));
    OwnerOnlyFile.create(data.resolve(FILE), token.text);
    return token;
  }

  /**
   * What stands in the file.
   *
   * @throws IOException when there is none, or others may read it
   */
  public static String read(Path file) throws IOException {
    OwnerOnlyFile.require(file);
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  /**
   * Takes as long for a wrong token as for the right one.
   *
   * @param authorization the header's value
   */
  public boolean admits(Optional<String> authorization) {
    return authorization
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8))
        .filter(given -> MessageDigest.isEqual(text, given))
        .isPresent();
  }
}
