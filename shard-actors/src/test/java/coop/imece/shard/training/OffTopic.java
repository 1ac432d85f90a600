package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Questions about anything else, which the model answers by saying that it doesn't know.
 *
 * @param answer the one honest answer
 * @param key what that answer contains
 * @param questions wordings with {@code {list}} in place of a word
 * @param lists the words of each list
 */
record OffTopic(
    String answer, String key, List<String> questions, Map<String, List<String>> lists) {

  static OffTopic parse(List<String> lines) {
    var answer = "";
    var key = "";
    var questions = new ArrayList<String>();
    var lists = new HashMap<String, List<String>>();
    for (var line : lines) {
      var text = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "answer" -> answer = text;
        case "key" -> key = text;
        case "?" -> questions.add(text);
        case "list" -> {
          var words = List.of(text.split(" "));
          lists.put(words.get(0), words.subList(1, words.size()));
        }
        default -> throw new IllegalArgumentException("answer, key, ? or list, was " + line);
      }
    }
    return new OffTopic(answer, key, questions, lists);
  }

  String question(Random random) {
    var question = questions.get(random.nextInt(questions.size()));
    for (var list : lists.entrySet()) {
      var place = "{" + list.getKey() + "}";
      while (question.contains(place)) {
        var at = question.indexOf(place);
        var word = list.getValue().get(random.nextInt(list.getValue().size()));
        question = question.substring(0, at) + word + question.substring(at + place.length());
      }
    }
    return question;
  }
}
