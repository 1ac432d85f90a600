package coop.imece.shard.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactFileTest {

  @Test
  void a_block_is_one_fact() {
    var facts =
        FactFile.parse(
            List.of("# comment", "== node", "key: member", "? what is a node", "A Member.", ""));
    assertEquals(
        List.of(new Fact("node", "member", List.of("what is a node"), "A Member.")), facts);
  }

  @Test
  void a_table_is_one_fact_per_row_and_every_spoken_name_is_asked_for() {
    var facts =
        FactFile.parse(
            List.of("== m", "key: {2}", "? m of {1}", "{1} has {2}.", ": A/a/an a | 1", ": B | 2"));
    assertEquals(
        List.of(
            new Fact("m/A", "1", List.of("m of a", "m of an a"), "A has 1."),
            new Fact("m/B", "2", List.of("m of B"), "B has 2.")),
        facts);
  }

  @Test
  void an_answer_without_its_key_is_refused() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> FactFile.parse(List.of("== node", "key: cat", "? what", "A member.")));
    assertEquals(
        "node: the answer must contain the key 'cat', was 'A member.'", refusal.getMessage());
  }

  @Test
  void no_two_facts_share_an_id_or_a_question() {
    var ids = new HashSet<String>();
    var factOfQuestion = new HashMap<String, String>();
    for (var fact : CorpusFiles.facts()) {
      assertTrue(ids.add(fact.id()), fact.id());
      for (var question : fact.questions()) {
        var other = factOfQuestion.put(Corpus.bare(question), fact.id());
        assertTrue(other == null || other.equals(fact.id()), question + ": " + other);
      }
    }
    assertTrue(ids.size() >= 300, "facts: " + ids.size());
  }
}
