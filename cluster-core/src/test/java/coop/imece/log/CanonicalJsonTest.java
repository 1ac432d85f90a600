package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
  /** The string of RFC 8785 section 3.2.2.2 and its one spelling. */
  private static final String RFC_STRING = "\u20ac$\u000F\nA'B\"\\\\\"/";

  private static final String RFC_SPELLING = "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"";

  @Test
  void a_string_is_spelled_as_the_standard_says() {
    var bytes = new CanonicalWriter().string(RFC_STRING).toBytes();
    assertEquals(RFC_SPELLING, new String(bytes, StandardCharsets.UTF_8));
    assertEquals(RFC_STRING, new CanonicalReader(bytes).string());
  }

  @Test
  void keys_sort_by_utf16_units_as_the_standard_says() {
    var keys = new String[] {"\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"};
    var writer = new CanonicalWriter().beginObject();
    for (var key : keys) {
      writer.key(key).integer(0);
    }
    var bytes = writer.endObject().toBytes();
    var reader = new CanonicalReader(bytes);
    reader.skip();
    reader.end();
    var swapped = "{\"\ufb33\":0,\"\ud83d\ude00\":0}".getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedException.class, () -> new CanonicalReader(swapped).skip());
    var disordered = new CanonicalWriter().beginObject().key("b").integer(1);
    var refused = assertThrows(IllegalArgumentException.class, () -> disordered.key("a"));
    assertEquals("keys stand in ascending order, was 'a' after 'b'", refused.getMessage());
  }

  @Test
  void every_character_survives_the_round_trip() {
    for (var c = 0; c < 0x3000; c++) {
      var text = "a" + (char) c + "b";
      var bytes = new CanonicalWriter().string(text).toBytes();
      var reader = new CanonicalReader(bytes);
      reader.skip();
      reader.end();
      assertEquals(text, new CanonicalReader(bytes).string());
    }
  }

  @Test
  void a_lone_surrogate_is_not_written() {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> new CanonicalWriter().string("a\ud800"));
    assertEquals("a string has no lone surrogates", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"b\":[true,false,null,\"\",{}],\"c\":{\"x\":-5}}",
        "[]",
        "[0,-1,9007199254740991,-9007199254740991]",
        "\"\\u001f\\b\\t\\n\\f\\r\\\"\\\\\""
      })
  void the_canonical_form_is_read(String json) {
    var reader = new CanonicalReader(json.getBytes(StandardCharsets.UTF_8));
    reader.skip();
    reader.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"b\":1,\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{ \"a\":1}",
        "{\"a\": 1}",
        "{\"a\":1,}",
        "{\"a\":1 }",
        "[1 ,2]",
        "[1,]",
        "[,1]",
        "01",
        "-0",
        "+1",
        "1.0",
        "1e9",
        "9007199254740992",
        "-",
        "",
        "tru",
        "NaN",
        "\"\\u0041\"",
        "\"\\u000a\"",
        "\"\\u001F\"",
        "\"\\/\"",
        "\"\\u0000",
        "\"a",
        "\"\n\"",
        "{\"a\"}",
        "{\"a\":1]",
        "[1}",
        "1 ",
        "{}x"
      })
  void any_other_spelling_is_refused(String json) {
    assertThrows(
        MalformedException.class,
        () -> {
          var reader = new CanonicalReader(json.getBytes(StandardCharsets.UTF_8));
          reader.skip();
          reader.end();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "80", "e282", "eda080", "f4908080", "ff"})
  void bytes_that_are_not_utf8_are_refused(String hex) {
    var bytes = java.util.HexFormat.of().parseHex("22" + hex + "22");
    var refused = assertThrows(MalformedException.class, () -> new CanonicalReader(bytes).string());
    assertEquals("not canonical JSON: the string at byte 1 is not UTF-8", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":x} | not canonical JSON: expected an integer below 2^53 at byte 5, was 'x'",
        "{\"b\":1,\"a\":2} | not canonical JSON: expected a key after the one before it at byte 7,"
            + " was '\"'",
        "[1;2] | not canonical JSON: expected ',' at byte 2, was ';'",
        "{\"a\":1 | not canonical JSON: expected ',' at byte 6, was the end"
      })
  void a_refusal_says_what_was_expected_and_where(String json, String message) {
    var reader = new CanonicalReader(json.getBytes(StandardCharsets.UTF_8));
    assertEquals(message, assertThrows(MalformedException.class, reader::skip).getMessage());
  }

  @Test
  void deep_nesting_is_refused_not_overflowed() {
    var bytes = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    var refused = assertThrows(MalformedException.class, () -> new CanonicalReader(bytes).skip());
    assertEquals(
        "not canonical JSON: expected at most 32 levels at byte 33, was '['", refused.getMessage());
  }
}
