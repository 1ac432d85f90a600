package coop.imece.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
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

  @Test
  void people_see_six_digits() {
    assertEquals("150.667264 GFT", Gft.of(150_667_264).display());
    assertEquals("0.000001 GFT", Gft.of(1).display());
  }
}
