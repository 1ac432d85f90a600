package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests to repeat some words. They are what teaches the model to look up a word in the request,
 * which a story about somebody needs.
 *
 * @param asks requests with {@code {w}} in place of the words
 * @param words from which they are drawn
 */
record Echo(List<String> asks, List<String> words) {
  private static final int MOST_WORDS = 2;

  Turn turn(Random random) {
    var drawn = new ArrayList<String>();
    for (var i = random.nextInt(MOST_WORDS); i >= 0; i--) {
      drawn.add(words.get(random.nextInt(words.size())));
    }
    var text = String.join(" ", drawn);
    var ask = asks.get(random.nextInt(asks.size()));
    return new Turn(ask.replace("{w}", text), "You said: " + text + ".");
  }
}
