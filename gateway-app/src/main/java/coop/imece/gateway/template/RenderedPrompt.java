package coop.imece.gateway.template;

import java.util.Objects;

/** The text of a prompt, and which of its characters the template wrote. */
public final class RenderedPrompt {
  private final Text text;

  RenderedPrompt(Text text) {
    this.text = Objects.requireNonNull(text);
  }

  public String text() {
    return text.chars();
  }

  /**
   * True if the template, not the request, wrote every character at the UTF-16 offsets {@code
   * [start, end)}.
   */
  public boolean fromTemplate(int start, int end) {
    if (start < 0 || start > end || end > text.chars().length()) {
      throw new IndexOutOfBoundsException(
          "need 0 <= start <= end <= %d, was [%d, %d)"
              .formatted(text.chars().length(), start, end));
    }
    return text.fromTemplate(start, end);
  }
}
