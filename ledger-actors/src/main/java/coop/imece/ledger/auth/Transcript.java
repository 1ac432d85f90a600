package coop.imece.ledger.auth;

import coop.imece.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is signed in a handshake: every part with its length, so that none can be shifted. */
final class Transcript {
  private Transcript() {}

  static byte[] of(String purpose, String origin, Bytes... parts) {
    var out = new ByteArrayOutputStream();
    append(out, purpose.getBytes(StandardCharsets.UTF_8));
    append(out, origin.getBytes(StandardCharsets.UTF_8));
    for (var part : parts) {
      append(out, part.array());
    }
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, byte[] part) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    out.writeBytes(part);
  }
}
