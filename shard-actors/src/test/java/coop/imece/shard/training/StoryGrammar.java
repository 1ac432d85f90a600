package coop.imece.shard.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes very short stories and requests for them.
 *
 * @param asks requests without a hero
 * @param asksFor requests for a hero {@code {a}}
 * @param plots sentences with {@code (this|that)} alternatives and places for the words above
 * @param echoes requests to repeat the words at {@code {w}}
 */
record StoryGrammar(
    List<String> asks,
    List<String> asksFor,
    List<String> heroes,
    List<List<String>> names,
    List<String> places,
    List<String> things,
    List<List<String>> plots,
    List<String> echoes) {

  private static final Pattern ALTERNATIVES = Pattern.compile("\\(([^()]*\\|[^()]*)\\)");

  static StoryGrammar parse(List<String> lines) {
    var grammar =
        new StoryGrammar(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    lines.forEach(grammar::add);
    return grammar;
  }

  /** A request and its story; the hero is the one that the request names, where it names one. */
  Turn turn(Random random) {
    var hero = one(heroes, random);
    var ask = random.nextInt(3) == 0 ? one(asks, random) : one(asksFor, random);
    return new Turn(withArticles(ask.replace("{a}", kind(hero))), story(hero, random));
  }

  /** Requests to repeat heroes of stories. */
  Echo echo() {
    return new Echo(echoes, heroes.stream().map(StoryGrammar::kind).toList());
  }

  private String story(String hero, Random random) {
    var other = one(heroes.stream().filter(each -> !each.equals(hero)).toList(), random);
    var name = one(names.stream().filter(each -> fits(hero, each)).toList(), random);
    var place = one(places, random);
    var thing = one(things, random);
    var sentences = new ArrayList<String>();
    for (var sentence : one(plots, random)) {
      sentences.add(
          withArticles(
              chosen(sentence, random)
                  .replace("{a}", kind(hero))
                  .replace("{b}", kind(other))
                  .replace("{N}", name.get(0))
                  .replace("{p}", name.get(1))
                  .replace("{P}", capital(name.get(1)))
                  .replace("{o}", name.get(2))
                  .replace("{s}", name.get(3))
                  .replace("{place}", place)
                  .replace("{thing}", thing)));
    }
    return String.join(" ", sentences);
  }

  private static String chosen(String sentence, Random random) {
    return ALTERNATIVES
        .matcher(sentence)
        .replaceAll(
            found -> Matcher.quoteReplacement(one(List.of(found.group(1).split("\\|")), random)));
  }

  /** "a owl" becomes "an owl". */
  static String withArticles(String text) {
    return text.replaceAll("\\b([Aa]) (?=[aeioAEIO])", "$1n ");
  }

  /** "queen/she" is a queen. */
  private static String kind(String hero) {
    return hero.split("/")[0];
  }

  private static boolean fits(String hero, List<String> name) {
    var parts = hero.split("/");
    return parts.length == 1 || parts[1].equals(name.get(1));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
  }

  private static <T> T one(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private void add(String line) {
    var word = line.split(" ", 2)[0];
    var rest = line.substring(Math.min(line.length(), word.length() + 1));
    switch (word) {
      case "ask" -> asks.add(rest);
      case "askfor" -> asksFor.add(rest);
      case "hero" -> heroes.addAll(List.of(rest.split(" ")));
      case "echo" -> echoes.add(rest);
      case "name" -> names.add(List.of(rest.split(" ")));
      case "place" -> places.add(rest);
      case "thing" -> things.add(rest);
      case "plot" -> plots.add(new ArrayList<>());
      default -> plots.get(plots.size() - 1).add(line);
    }
  }
}
