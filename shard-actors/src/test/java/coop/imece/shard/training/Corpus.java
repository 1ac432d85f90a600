package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws training conversations; the same seed draws the same ones. */
final class Corpus {
  private static final double OFF_TOPIC_SHARE = 0.07;
  private static final double STORY_SHARE = 0.08;
  private static final double ECHO_SHARE = 0.06;
  private static final double SYSTEM_SHARE = 0.06;
  private static final double PREVIOUS_TURN_SHARE = 0.12;

  private final List<Fact> facts;
  private final Wording wording;
  private final StoryGrammar stories;
  private final OffTopic offTopic;
  private final Set<String> heldOut;
  private final Set<String> heldOutStories;

  /**
   * @param heldOut questions that must never be drawn, however they are typed
   * @param heldOutStories stories that must never be drawn
   */
  Corpus(
      List<Fact> facts,
      Wording wording,
      StoryGrammar stories,
      OffTopic offTopic,
      List<String> heldOut,
      List<String> heldOutStories) {
    this.facts = facts;
    this.wording = wording;
    this.stories = stories;
    this.offTopic = offTopic;
    this.heldOutStories = Set.copyOf(heldOutStories);
    this.heldOut = heldOut.stream().map(Corpus::bare).collect(Collectors.toSet());
  }

  static Corpus load() {
    var facts = CorpusFiles.facts();
    var answers = facts.stream().map(Fact::answer).collect(Collectors.toSet());
    return new Corpus(
        facts,
        CorpusFiles.wording(),
        CorpusFiles.stories(),
        CorpusFiles.offTopic(),
        HeldOut.load().stream().map(HeldOut::question).toList(),
        HeldOutText.turns().stream()
            .map(Turn::answer)
            .filter(answer -> !answers.contains(answer))
            .toList());
  }

  Conversation draw(Random random) {
    var turns = new ArrayList<Turn>();
    if (random.nextDouble() < PREVIOUS_TURN_SHARE) {
      turns.add(turn(random));
    }
    turns.add(turn(random));
    var messages = wording.systemMessages();
    var system =
        random.nextDouble() < SYSTEM_SHARE ? messages.get(random.nextInt(messages.size())) : "";
    return new Conversation(system, turns);
  }

  private Turn turn(Random random) {
    while (true) {
      var turn = candidate(random);
      if (!isHeldOut(turn)) {
        return turn;
      }
    }
  }

  private Turn candidate(Random random) {
    var kind = random.nextDouble();
    if (kind < STORY_SHARE) {
      var story = stories.turn(random);
      return new Turn(Typing.typed(story.question(), random), story.answer());
    }
    if (kind < STORY_SHARE + ECHO_SHARE) {
      return stories.echo().turn(random);
    }
    if (kind < STORY_SHARE + ECHO_SHARE + OFF_TOPIC_SHARE) {
      return new Turn(Typing.typed(offTopic.question(random), random), offTopic.answer());
    }
    var fact = fact(random);
    var core = fact.questions().get(random.nextInt(fact.questions().size()));
    return new Turn(Typing.typed(wording.reworded(core, random), random), fact.answer());
  }

  /** Half of the time any fact, half of the time one by the number of its wordings. */
  private Fact fact(Random random) {
    if (random.nextBoolean()) {
      return facts.get(random.nextInt(facts.size()));
    }
    var wording = random.nextInt(facts.stream().mapToInt(fact -> fact.questions().size()).sum());
    for (var fact : facts) {
      wording -= fact.questions().size();
      if (wording < 0) {
        return fact;
      }
    }
    throw new IllegalStateException("no such wording: " + wording);
  }

  private boolean isHeldOut(Turn turn) {
    return heldOut.contains(bare(turn.question())) || heldOutStories.contains(turn.answer());
  }

  /** A question without capitals, punctuation and spaces, to compare by. */
  static String bare(String question) {
    return question.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
