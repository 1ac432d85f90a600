package coop.imece.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.api.AnswerHead;
import coop.imece.gateway.api.AnswerPart;
import coop.imece.gateway.api.AnswerShape;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.Prompts;
import coop.imece.gateway.api.Usages;
import coop.imece.gateway.generation.GenerationUsage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;

/** Writes one answer's parts as server-sent events (HTML standard, section 9.2); for one stream. */
final class EventEncoder {
  private static final ByteString KEEP_ALIVE = ByteString.fromString(": keep-alive\n\n");
  private static final ByteString DONE = ByteString.fromString("data: [DONE]\n\n");

  private final AnswerShape shape;
  private final AnswerHead head;
  private final Prompts prompts;
  private final Function<AnswerPart.Failed, ApiError> errors;
  private final BitSet opened = new BitSet();
  private final List<GenerationUsage> usages = new ArrayList<>();

  EventEncoder(
      AnswerShape shape,
      AnswerHead head,
      Prompts prompts,
      Function<AnswerPart.Failed, ApiError> errors) {
    this.shape = shape;
    this.head = head;
    this.prompts = prompts;
    this.errors = errors;
  }

  /** The events of this part. {@code [DONE]} follows the last choice's end, never a failure. */
  List<ByteString> encode(AnswerPart part) {
    var events = new ArrayList<ByteString>();
    if (part instanceof AnswerPart.Text text) {
      open(text.choice(), events);
      events.add(chunk(shape.delta(head, text.choice(), text.text())));
    } else if (part instanceof AnswerPart.Ended ended) {
      open(ended.choice(), events);
      events.add(chunk(shape.ending(head, ended.choice(), ended.reason())));
      usages.add(ended.usage());
      if (usages.size() == prompts.choices()) {
        close(events);
      }
    } else if (part instanceof AnswerPart.Failed failed) {
      events.add(event(errors.apply(failed).toJson()));
    } else if (part instanceof AnswerPart.Waiting) {
      events.add(KEEP_ALIVE);
    } else {
      throw new IllegalStateException("unknown part: " + part);
    }
    return events;
  }

  private void open(int choice, List<ByteString> events) {
    if (!opened.get(choice)) {
      opened.set(choice);
      shape.opening(head, choice).ifPresent(opening -> events.add(chunk(opening)));
    }
  }

  private void close(List<ByteString> events) {
    if (prompts.options().includeUsage()) {
      events.add(event(shape.usage(head, Usages.total(prompts.promptTokens(), usages))));
    }
    events.add(DONE);
  }

  private ByteString chunk(ObjectNode chunk) {
    if (prompts.options().includeUsage()) {
      chunk.putNull("usage");
    }
    return event(chunk);
  }

  private static ByteString event(ObjectNode data) {
    return ByteString.fromString("data: " + data + "\n\n");
  }
}
