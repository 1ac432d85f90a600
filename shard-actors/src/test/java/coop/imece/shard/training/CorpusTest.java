package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final int DRAWS = 6_000;

  private final Corpus corpus = Corpus.load();

  @Test
  void the_same_seed_draws_the_same_conversations() {
    var one = new Random(7);
    var other = new Random(7);
    for (var i = 0; i < 100; i++) {
      assertEquals(corpus.draw(one), corpus.draw(other));
    }
  }

  @Test
  void no_held_out_question_or_story_is_drawn() {
    var questions =
        HeldOut.load().stream()
            .map(HeldOut::question)
            .map(Corpus::bare)
            .collect(Collectors.toSet());
    var facts = CorpusFiles.facts().stream().map(Fact::answer).collect(Collectors.toSet());
    var stories =
        HeldOutText.turns().stream()
            .map(Turn::answer)
            .filter(answer -> !facts.contains(answer))
            .collect(Collectors.toSet());
    assertTrue(questions.size() >= 200 && stories.size() >= 40);
    var random = new Random(1);
    for (var i = 0; i < DRAWS; i++) {
      for (var turn : corpus.draw(random).turns()) {
        assertFalse(questions.contains(Corpus.bare(turn.question())), turn.question());
        assertFalse(stories.contains(turn.answer()), turn.answer());
      }
    }
  }

  @Test
  void every_fact_is_drawn_and_every_held_out_question_has_its_fact() {
    var random = new Random(1);
    var drawn =
        Stream.generate(() -> corpus.draw(random))
            .limit(DRAWS)
            .flatMap(conversation -> conversation.turns().stream())
            .map(Turn::answer)
            .collect(Collectors.toSet());
    CorpusFiles.facts().forEach(fact -> assertTrue(drawn.contains(fact.answer()), fact.id()));
    var ids = CorpusFiles.facts().stream().map(Fact::id).collect(Collectors.toSet());
    HeldOut.load().forEach(asked -> assertTrue(ids.contains(asked.factId()), asked.factId()));
  }

  @Test
  void no_held_out_question_is_a_core_wording() {
    var cores =
        CorpusFiles.facts().stream()
            .flatMap(fact -> fact.questions().stream())
            .map(Corpus::bare)
            .collect(Collectors.toSet());
    Stream.concat(HeldOut.load().stream(), HeldOut.loadLate().stream())
        .forEach(
            asked -> assertFalse(cores.contains(Corpus.bare(asked.question())), asked::question));
  }

  @Test
  void a_story_leaves_no_place_unfilled_and_keeps_its_hero() {
    var stories = CorpusFiles.stories();
    var random = new Random(3);
    for (var i = 0; i < 2_000; i++) {
      var story = stories.turn(random);
      assertFalse(story.answer().matches(".*[{}|()].*"), story.answer());
      assertFalse(story.answer().matches(".*\\b[Aa] [aeio].*"), story.answer());
      if (story.question().contains("about a ")) {
        var hero = story.question().replaceAll(".* ", "");
        assertTrue(story.answer().contains(hero), story::toString);
      }
    }
  }
}
