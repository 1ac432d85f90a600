package coop.imece.stage;

import coop.imece.core.SessionId;
import coop.imece.stage.SessionEvent.TokenSampled;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * One {@link TokenSampled} in a little-endian buffer:
 *
 * <pre>
 * session 16 | attempt 4 | position 4 | token 4 | finish 4
 * </pre>
 *
 * Finish 0 is none; 1 and more are the reasons in their order.
 */
final class TokenFormat {
  static final int BYTES = 32;

  private TokenFormat() {}

  static void write(TokenSampled sampled, ByteBuffer buffer) {
    var id = sampled.session().value();
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    buffer.putInt(sampled.attempt()).putInt(sampled.position()).putInt(sampled.token());
    buffer.putInt(sampled.finish().map(reason -> 1 + reason.ordinal()).orElse(0));
  }

  static TokenSampled read(ByteBuffer buffer) throws NotSerializableException {
    var session = new SessionId(new UUID(buffer.getLong(), buffer.getLong()));
    var attempt = buffer.getInt();
    var position = buffer.getInt();
    var token = buffer.getInt();
    return new TokenSampled(session, attempt, position, token, finish(buffer.getInt()));
  }

  private static Optional<FinishReason> finish(int code) throws NotSerializableException {
    var reasons = FinishReason.values();
    if (code < 0 || code > reasons.length) {
      throw new NotSerializableException(
          "a sampled token with finish %d, expected 0 to %d".formatted(code, reasons.length));
    }
    return code == 0 ? Optional.empty() : Optional.of(reasons[code - 1]);
  }
}
