package coop.imece.gateway.api;

/** Turns the ids of one answer into text as they come; for one thread at a time. */
public interface AnswerText {

  /**
   * The text that is certain now that this id has come: no half character, no begun stop string.
   */
  Delta accept(int id);

  /** What was held back, once no id follows. */
  String finish();

  /**
   * @param stopped a stop string was found: the text ends before it, and so does the answer
   */
  record Delta(String text, boolean stopped) {}
}
