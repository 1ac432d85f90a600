package coop.imece.gateway.tokenizer;

import java.util.List;

/**
 * The text of one answer, token by token: decoded, special tokens left out, cut before the first
 * stop text. For one answer and one thread at a time.
 */
public final class TextStream {
  /**
   * What to append to the answer, and whether a stop text has ended it.
   *
   * @param text may be empty while a character or a stop text is incomplete
   */
  public record Delta(String text, boolean stopped) {}

  private final StreamingDetokenizer detokenizer;
  private final StopStrings stops;

  TextStream(StreamingDetokenizer detokenizer, List<String> stops) {
    this.detokenizer = detokenizer;
    this.stops = new StopStrings(stops);
  }

  /** After a stop the deltas are empty. */
  public Delta accept(int tokenId) {
    if (stops.stopped()) {
      return new Delta("", true);
    }
    var text = stops.accept(detokenizer.accept(tokenId));
    return new Delta(text, stops.stopped());
  }

  /** What was held back, when the answer ends by a limit or an end-of-sequence token. */
  public Delta finish() {
    if (stops.stopped()) {
      return new Delta("", true);
    }
    var text = stops.accept(detokenizer.finish());
    return new Delta(text + stops.finish(), stops.stopped());
  }
}
