package coop.imece.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GftTest {
  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e9", " 1", "1 ", "+1", "01", "00", "", "1.0", "0x1", "١", "1_0"})
  void an_amount_has_one_spelling(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Gft.parse(text));
    assertEquals(
        "an amount is a whole number of uGFT in plain digits, was '%s'".formatted(text),
        refused.getMessage());
  }

  @Test
  void zero_is_refused_where_an_amount_must_be_positive() {
    assertEquals(Gft.ZERO, Gft.parse("0"));
    var refused = assertThrows(IllegalArgumentException.class, () -> Gft.parsePositive("0"));
    assertEquals("an amount must be more than 0, was '0'", refused.getMessage());
  }

  @Test
  void amounts_pass_53_and_64_bits_and_end_at_40_digits() {
    for (var text : new String[] {"9007199254740993", "9223372036854775808", "9".repeat(40)}) {
      assertEquals(text, Gft.parse(text).toString());
    }
    var refused = assertThrows(IllegalArgumentException.class, () -> Gft.parse("1".repeat(41)));
    assertEquals("an amount has at most 40 digits, was 41 characters", refused.getMessage());
    var most = Gft.parse("9".repeat(40));
    refused = assertThrows(IllegalArgumentException.class, () -> most.plus(Gft.of(1)));
    assertEquals("an amount has at most 40 digits, was 41", refused.getMessage());
  }

  @Test
  void an_amount_is_never_negative() {
    var refused = assertThrows(IllegalArgumentException.class, () -> Gft.of(5).minus(Gft.of(6)));
    assertEquals("5 uGFT do not cover 6 uGFT", refused.getMessage());
    refused = assertThrows(IllegalArgumentException.class, () -> new Gft(BigInteger.valueOf(-1)));
    assertEquals("an amount must not be negative, was -1", refused.getMessage());
  }

  /** Around the border of 63 bits, where the form inside changes, and far from it. */
  @Test
  void sums_differences_and_order_are_those_of_whole_numbers_of_any_size() {
    var random = new Random(7);
    for (var i = 0; i < 20_000; i++) {
      var a = number(random);
      var b = number(random);
      var x = new Gft(a);
      var y = Gft.parse(b.toString());
      assertEquals(a.add(b), x.plus(y).micros());
      assertEquals(new Gft(a.add(b)), x.plus(y));
      assertEquals(new Gft(a.add(b)).hashCode(), x.plus(y).hashCode());
      assertEquals(x, x.plus(y).minus(y));
      assertEquals(a.subtract(a.min(b)), x.minus(x.min(y)).micros());
      assertEquals(Integer.signum(a.compareTo(b)), Integer.signum(x.compareTo(y)));
      assertEquals(a.equals(b), x.equals(y));
      assertEquals(a.signum() == 0, x.isZero());
      assertEquals(a.toString(), x.toString());
    }
  }

  private static BigInteger number(Random random) {
    var near = BigInteger.ONE.shiftLeft(random.nextInt(5) == 0 ? 62 : 63);
    return switch (random.nextInt(4)) {
      case 0 -> BigInteger.valueOf(random.nextInt(3));
      case 1 -> near.add(BigInteger.valueOf(random.nextInt(5) - 2));
      case 2 -> new BigInteger(62 + random.nextInt(3), random);
      default -> new BigInteger(random.nextInt(130), random);
    };
  }

  @Test
  void people_see_six_digits() {
    assertEquals("150.667264 GFT", Gft.of(150_667_264).display());
    assertEquals("0.000001 GFT", Gft.of(1).display());
  }
}
