package coop.imece.gateway.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {
  @Test
  void text_is_held_back_while_a_stop_may_be_forming_and_given_when_it_is_not() {
    var stops = new StopStrings(List.of("\n\nUser:"));
    assertEquals("Hello", stops.accept("Hello\n"));
    assertEquals("", stops.accept("\nUse"));
    assertEquals("\n\nUseful", stops.accept("ful"));
    assertFalse(stops.stopped());
  }

  @Test
  void a_stop_across_pieces_is_found_and_never_shown() {
    var stops = new StopStrings(List.of("STOP"));
    assertEquals("a", stops.accept("aS"));
    assertEquals("", stops.accept("TO"));
    assertEquals("", stops.accept("P and more"));
    assertTrue(stops.stopped());
    assertEquals("", stops.accept("later"));
    assertEquals("", stops.finish());
  }

  @Test
  void what_is_held_back_at_the_end_is_given() {
    var stops = new StopStrings(List.of("END"));
    assertEquals("x", stops.accept("xEN"));
    assertEquals("EN", stops.finish());
    assertFalse(stops.stopped());
  }

  @Test
  void of_stops_complete_at_once_the_longest_counts() {
    var stops = new StopStrings(List.of("b", "aab"));
    assertEquals("x", stops.accept("xaab"));
    assertTrue(stops.stopped());
  }

  @Test
  void the_result_is_that_of_the_whole_text_however_it_is_cut() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      var text = letters(random, random.nextInt(40));
      List<String> stopTexts = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        stopTexts.add(letters(random, 1 + random.nextInt(4)));
      }
      var stops = new StopStrings(stopTexts);
      var shown = new StringBuilder();
      for (int start = 0; start < text.length(); ) {
        var end = Math.min(text.length(), start + 1 + random.nextInt(4));
        shown.append(stops.accept(text.substring(start, end)));
        assertTrue(text.startsWith(shown.toString()), "seed " + seed);
        start = end;
      }
      shown.append(stops.finish());
      assertEquals(cut(text, stopTexts), shown.toString(), "seed " + seed);
    }
  }

  /** The slow and plain way: the shortest beginning of the text that ends with a stop. */
  private static String cut(String text, List<String> stops) {
    for (int end = 1; end <= text.length(); end++) {
      var begun = text.substring(0, end);
      var longest = stops.stream().filter(begun::endsWith).mapToInt(String::length).max();
      if (longest.isPresent()) {
        return begun.substring(0, end - longest.getAsInt());
      }
    }
    return text;
  }

  private static String letters(Random random, int length) {
    var letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }

  @Test
  void five_stops_or_an_empty_one_are_refused() {
    var five = List.of("a", "b", "c", "d", "e");
    assertEquals(
        "need at most 4 stop texts, were 5",
        assertThrows(IllegalArgumentException.class, () -> new StopStrings(five)).getMessage());
    assertEquals(
        "need stop texts of 1 to 1024 characters, was one of 0",
        assertThrows(IllegalArgumentException.class, () -> new StopStrings(List.of("")))
            .getMessage());
  }
}
