package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.imece.core.Gft;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceTest {
  private static final BigInteger TEN_15 = BigInteger.TEN.pow(15);

  @Test
  void it_is_what_whole_numbers_of_any_size_give() {
    var random = new Random(11);
    for (var i = 0; i < 50_000; i++) {
      var work = new BigInteger(random.nextInt(90), random);
      var factor = random.nextLong() >>> 1 + random.nextInt(62);
      assertRounded(work, factor);
      // What comes out even, and what is beside it.
      var even = TEN_15.multiply(new BigInteger(random.nextInt(12), random));
      assertRounded(even, factor);
      assertRounded(even.add(BigInteger.ONE), factor);
      assertRounded(even.subtract(BigInteger.ONE).max(BigInteger.ZERO), factor);
    }
  }

  private static void assertRounded(BigInteger work, long factor) {
    var parts = work.multiply(BigInteger.valueOf(factor)).divideAndRemainder(TEN_15);
    assertEquals(new Gft(parts[0]), Price.roundedDown(work, factor));
    var up = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    assertEquals(new Gft(up), Price.roundedUp(work, factor));
  }
}
