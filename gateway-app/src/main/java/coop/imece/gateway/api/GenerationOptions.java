package coop.imece.gateway.api;

import coop.imece.stage.SamplingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the chat and the plain endpoint ask in common.
 *
 * @param stream answer as server-sent events
 * @param includeUsage close the stream with a chunk of usage
 * @param choices how many answers for each prompt; choice i is sampled with seed + i
 * @param stop texts before which an answer ends, at most 4
 */
public record GenerationOptions(
    boolean stream,
    boolean includeUsage,
    int choices,
    List<String> stop,
    SamplingParameters sampling) {
  private static final int MAX_STOPS = 4;
  private static final int MAX_STOP_CHARS = 1024;

  public GenerationOptions {
    stop = List.copyOf(stop);
  }

  static GenerationOptions read(
      Fields body, SamplingParameters defaults, RequestLimits limits, LongSupplier newSeed) {
    var stream = body.flag("stream");
    return new GenerationOptions(
        stream,
        readIncludeUsage(body, stream),
        (int) body.integer("n", 1, limits.maxChoices()).orElse(1),
        readStop(body),
        readSampling(body, defaults, newSeed));
  }

  private static boolean readIncludeUsage(Fields body, boolean stream) {
    var options = body.object("stream_options");
    if (options.isEmpty()) {
      return false;
    }
    if (!stream) {
      throw new RequestRefused(
          ApiError.invalidValue("stream_options", "need stream to be true, was false"));
    }
    options.get().requireAccepted(AcceptedFields.STREAM_OPTIONS);
    options.get().flag("include_obfuscation");
    return options.get().flag("include_usage");
  }

  private static List<String> readStop(Fields body) {
    var given = body.any("stop");
    if (given.isEmpty()) {
      return List.of();
    }
    var value = given.get();
    var stops = new ArrayList<String>();
    if (value.isTextual()) {
      stops.add(value.textValue());
    } else if (value.isArray() && value.size() <= MAX_STOPS) {
      value.forEach(
          stop -> {
            if (!stop.isTextual()) {
              throw body.invalid("stop", "need strings", stop);
            }
            stops.add(stop.textValue());
          });
    } else {
      throw new RequestRefused(
          ApiError.invalidValue(
              "stop",
              "need a string or a list of at most %d strings, was %s"
                  .formatted(
                      MAX_STOPS,
                      value.isArray() ? "a list of " + value.size() : Quoted.value(value))));
    }
    for (var stop : stops) {
      if (stop.isEmpty() || stop.length() > MAX_STOP_CHARS) {
        throw new RequestRefused(
            ApiError.invalidValue(
                "stop",
                "need strings of 1 to %d characters, was one of %d"
                    .formatted(MAX_STOP_CHARS, stop.length())));
      }
    }
    return stops;
  }

  /** {@code top_p} 0 keeps one token, like the smallest set that has any. */
  private static SamplingParameters readSampling(
      Fields body, SamplingParameters defaults, LongSupplier newSeed) {
    var topP = body.number("top_p", 0, 1).orElse(defaults.topP());
    var topK = (int) body.integer("top_k", 0, Integer.MAX_VALUE).orElse(defaults.topK());
    var seed = body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    return new SamplingParameters(
        body.number("temperature", 0, 2).orElse(defaults.temperature()),
        topP == 0 ? 1 : topP,
        topP == 0 ? 1 : topK,
        seed.isPresent() ? seed.getAsLong() : newSeed.getAsLong(),
        readRepetitionPenalty(body, defaults),
        body.number("frequency_penalty", -2, 2).orElse(defaults.frequencyPenalty()),
        body.number("presence_penalty", -2, 2).orElse(defaults.presencePenalty()));
  }

  private static double readRepetitionPenalty(Fields body, SamplingParameters defaults) {
    return body.number("repetition_penalty", 0.01, 10).orElse(defaults.repetitionPenalty());
  }
}
