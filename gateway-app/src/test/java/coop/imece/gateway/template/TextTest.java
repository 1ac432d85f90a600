package coop.imece.gateway.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
  /** The origin of each character: t of the template, r of the request. */
  private static String origins(Text text) {
    var origins = new StringBuilder();
    for (int i = 0; i < text.chars().length(); i++) {
      origins.append(text.fromTemplate(i, i + 1) ? 't' : 'r');
    }
    return origins.toString();
  }

  @Test
  void joining_and_cutting_keep_the_origin_of_every_character() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var text = Text.EMPTY;
    var origins = "";
    for (int round = 0; round < 3_000; round++) {
      var piece = "abcdefgh".substring(random.nextInt(8));
      var foreign = random.nextBoolean();
      text = text.concat(Text.of(piece, foreign));
      origins += (foreign ? "r" : "t").repeat(piece.length());
      if (random.nextInt(3) == 0) {
        var start = random.nextInt(origins.length() + 1);
        var end = start + random.nextInt(Math.min(200, origins.length() - start + 1));
        text = text.slice(start, end);
        origins = origins.substring(start, end);
      }
      assertEquals(origins, origins(text), "seed " + seed);
      assertEquals(origins.contains("r"), text.foreign(), "seed " + seed);
    }
  }

  @Test
  void a_span_is_the_templates_only_if_all_of_it_is() {
    var text = Text.ofTemplate("ab").concat(Text.ofRequest("cd")).concat(Text.ofTemplate("ef"));
    assertTrue(text.fromTemplate(0, 2));
    assertTrue(text.fromTemplate(4, 6));
    assertFalse(text.fromTemplate(1, 3));
    assertFalse(text.fromTemplate(3, 5));
    assertFalse(text.fromTemplate(0, 6));
  }
}
