package coop.imece.gateway.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * The Carbon Intensity service of Great Britain's grid operator. Its factors are operational, not
 * life-cycle, and it has no load: that counts as 0.5.
 */
final class UkSource implements GridSource {
  private static final String NAME = "UK Carbon Intensity (operational factors)";
  private static final Set<String> RENEWABLE = Set.of("biomass", "hydro", "solar", "wind");
  private static final double NO_LOAD = 0.5;

  private final ObjectMapper json = new ObjectMapper();
  private final GridHttp http;
  private final URI api;

  /**
   * @param api as in {@code https://api.carbonintensity.org.uk}
   */
  UkSource(GridHttp http, URI api) {
    this.http = http;
    this.api = api;
  }

  @Override
  public Set<String> regions() {
    return Set.of("GB");
  }

  @Override
  public GridSample fetch(String region, Instant now) throws GridException {
    var period = data("/intensity");
    var intensity = period.path("intensity");
    var grams =
        intensity.hasNonNull("actual") ? intensity.get("actual") : intensity.get("forecast");
    if (grams == null || !grams.isNumber()) {
      throw new GridException("UK Carbon Intensity: neither actual nor forecast");
    }
    var renewable = 0.0;
    for (var part : data("/generation").path("generationmix")) {
      if (RENEWABLE.contains(part.path("fuel").asText())) {
        renewable += part.path("perc").asDouble() / 100;
      }
    }
    var time = time(period.path("from").asText());
    return new GridSample(region, time, NO_LOAD, grams.asDouble(), Math.min(1, renewable), NAME);
  }

  /** Some routes answer with a list, some with its only element. */
  private JsonNode data(String route) throws GridException {
    var answer = http.get("UK Carbon Intensity", URI.create(api + route));
    if (answer.status() != 200) {
      throw new GridException("UK Carbon Intensity: status " + answer.status());
    }
    try {
      var data = json.readTree(answer.body()).path("data");
      var first = data.isArray() ? data.path(0) : data;
      if (!first.isObject()) {
        throw new GridException("UK Carbon Intensity: an answer without data");
      }
      return first;
    } catch (JsonProcessingException e) {
      throw new GridException("UK Carbon Intensity: the answer is not JSON");
    }
  }

  private static Instant time(String text) throws GridException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new GridException("UK Carbon Intensity: the time '%s'".formatted(text));
    }
  }
}
