package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerplexityTest {

  @Test
  void equal_logits_are_as_surprised_as_the_vocabulary_is_large() {
    assertEquals(5, Perplexity.of(List.of(text()), List.<float[][]>of(new float[3][5])), 1e-9);
  }

  @Test
  void only_learned_tokens_count() {
    float[][] sure = {{0, 0, 0}, {0, 0, 50}, {0, 50, 0}};
    assertEquals(1, Perplexity.of(List.of(text()), List.<float[][]>of(sure)), 1e-9);
  }

  /** Given 0 and 1, to be learned 2. */
  private static TrainingText text() {
    var text = new TrainingText();
    text.given(List.of(0, 1));
    text.learned(List.of(2));
    return text;
  }
}
