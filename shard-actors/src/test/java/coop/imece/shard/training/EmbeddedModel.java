package coop.imece.shard.training;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDManager;
import coop.imece.model.ModelFolder;
import coop.imece.shard.eager.EagerDecoder;
import coop.imece.shard.eager.FolderWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A finished model folder in the eager decoder, with the folder's own tokenizer. */
final class EmbeddedModel implements AutoCloseable {
  /** The folder that the project ships. */
  static final Path FOLDER = Path.of("../conf/models/imece-mini");

  private static final int ANSWER_TOKENS = 160;
  private static final int AT_ONCE = 32;

  private final NDManager manager = NDManager.newBaseManager();
  private final HuggingFaceTokenizer tokenizer;
  private final EagerDecoder decoder;
  private final GreedyAnswers greedy;

  private EmbeddedModel(Path path) throws IOException {
    var folder = ModelFolder.open(path);
    tokenizer = HuggingFaceTokenizer.newInstance(folder.tokenizer());
    decoder = new EagerDecoder(folder.config(), FolderWeights.read(manager, folder));
    greedy = new GreedyAnswers(decoder, manager, folder.config().endIds().first());
  }

  static EmbeddedModel open(Path folder) throws IOException {
    return new EmbeddedModel(folder);
  }

  EagerDecoder decoder() {
    return decoder;
  }

  NDManager manager() {
    return manager;
  }

  String answer(String question) {
    return answers(List.of(question)).get(0);
  }

  /** The greedy answer that follows a whole conversation in the chat format. */
  String continuation(String conversation) {
    return text(greedy.continuations(List.of(ids(conversation)), ANSWER_TOKENS).get(0));
  }

  /** The greedy answer to each question, asked alone. */
  List<String> answers(List<String> questions) {
    var prompts = questions.stream().map(question -> ids(prompt(question))).toList();
    return greedy.continuations(prompts, ANSWER_TOKENS).stream().map(this::text).toList();
  }

  /**
   * The greedy answer to each question, fast where the guess beside it is right: a guess is checked
   * in one pass.
   */
  List<String> answers(List<String> questions, List<String> guesses) {
    var answers = new ArrayList<String>();
    for (var start = 0; start < questions.size(); start += AT_ONCE) {
      var end = Math.min(start + AT_ONCE, questions.size());
      answers.addAll(guessed(questions.subList(start, end), guesses.subList(start, end)));
    }
    return answers;
  }

  /** Token ids of a text that may hold special tokens; nothing is put before it. */
  List<Integer> ids(String text) {
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToObj(Math::toIntExact)
        .toList();
  }

  static String prompt(String question) {
    return ChatFormat.BEGIN + ChatFormat.USER + question + ChatFormat.END + ChatFormat.ASSISTANT;
  }

  @Override
  public void close() {
    tokenizer.close();
    manager.close();
  }

  private List<String> guessed(List<String> questions, List<String> guesses) {
    var prompts = questions.stream().map(question -> ids(prompt(question))).toList();
    var verdicts = greedy.areGreedy(prompts, guesses.stream().map(this::ids).toList());
    var open = new ArrayList<String>();
    for (var i = 0; i < verdicts.size(); i++) {
      if (!verdicts.get(i)) {
        open.add(questions.get(i));
      }
    }
    var generated = answers(open).iterator();
    var answers = new ArrayList<String>();
    for (var i = 0; i < verdicts.size(); i++) {
      answers.add(verdicts.get(i) ? guesses.get(i) : generated.next());
    }
    return answers;
  }

  String text(List<Integer> ids) {
    return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
  }
}
