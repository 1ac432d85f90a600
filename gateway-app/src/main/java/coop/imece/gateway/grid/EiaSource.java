package coop.imece.gateway.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The US Energy Information Administration: hourly generation by fuel, and demand. */
final class EiaSource implements GridSource {
  private static final String NAME = "EIA";
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH");
  private static final Duration LOAD_SPAN = Duration.ofDays(7);

  /** The mix may be published a day late. */
  private static final Duration GENERATION_SPAN = Duration.ofHours(48);

  private static final Map<String, String> AUTHORITIES = Map.of("US-CA", "CISO", "US-TX", "ERCO");
  private static final Map<String, Fuel> FUELS =
      Map.of(
          "COL", Fuel.COAL,
          "NG", Fuel.GAS,
          "NUC", Fuel.NUCLEAR,
          "OIL", Fuel.OIL,
          "SUN", Fuel.SOLAR,
          "WAT", Fuel.HYDRO,
          "WND", Fuel.WIND_ONSHORE,
          "GEO", Fuel.GEOTHERMAL);
  private static final Set<String> STORAGE = Set.of("BAT", "PS");

  private final ObjectMapper json = new ObjectMapper();
  private final GridHttp http;
  private final URI api;
  private final String key;

  /**
   * @param api as in {@code https://api.eia.gov/v2}
   */
  EiaSource(GridHttp http, URI api, String key) {
    this.http = http;
    this.api = api;
    this.key = key;
  }

  @Override
  public Set<String> regions() {
    return AUTHORITIES.keySet();
  }

  @Override
  public GridSample fetch(String region, Instant now) throws GridException {
    var authority = AUTHORITIES.get(region);
    var byHour = new TreeMap<Instant, Map<Fuel, Double>>();
    for (var row : rows("fuel-type-data", authority, "", GENERATION_SPAN, now)) {
      var type = row.path("fueltype").asText();
      if (hasValue(row) && !STORAGE.contains(type)) {
        byHour
            .computeIfAbsent(hour(row), hour -> new EnumMap<>(Fuel.class))
            .merge(FUELS.getOrDefault(type, Fuel.OTHER), value(row), Double::sum);
      }
    }
    var load = new TreeMap<Instant, Double>();
    for (var row : rows("region-data", authority, "&facets[type][]=D", LOAD_SPAN, now)) {
      if (hasValue(row)) {
        load.put(hour(row), value(row));
      }
    }
    if (byHour.isEmpty()) {
      throw new GridException("EIA: no generation in " + region);
    }
    var newest = byHour.lastEntry();
    var mix = new FuelMix(newest.getValue());
    if (mix.isEmpty()) {
      throw new GridException("EIA: no generation in " + region);
    }
    return new GridSample(
        region,
        newest.getKey(),
        LoadFactor.of(NAME, load),
        mix.gramsPerKwh(),
        mix.renewable(),
        NAME);
  }

  private JsonNode rows(String route, String authority, String facets, Duration span, Instant now)
      throws GridException {
    var start = HOUR.format(now.minus(span).atOffset(ZoneOffset.UTC));
    var query =
        "api_key=%s&frequency=hourly&data[0]=value&facets[respondent][]=%s%s&start=%s&length=5000"
            .formatted(key, authority, facets, start);
    var escaped = query.replace("[", "%5B").replace("]", "%5D");
    var answer =
        http.get(NAME, URI.create("%s/electricity/rto/%s/data/?%s".formatted(api, route, escaped)));
    if (answer.status() != 200) {
      throw new GridException("EIA: status " + answer.status());
    }
    try {
      var data = json.readTree(answer.body()).path("response").path("data");
      if (!data.isArray()) {
        throw new GridException("EIA: an answer without data");
      }
      return data;
    } catch (JsonProcessingException e) {
      throw new GridException("EIA: the answer is not JSON");
    }
  }

  /** Values are strings, and may be null. */
  private static boolean hasValue(JsonNode row) {
    return row.hasNonNull("value") && row.hasNonNull("period");
  }

  private static double value(JsonNode row) throws GridException {
    try {
      return Double.parseDouble(row.get("value").asText());
    } catch (NumberFormatException e) {
      throw new GridException("EIA: the value '%s'".formatted(row.get("value").asText()));
    }
  }

  private static Instant hour(JsonNode row) throws GridException {
    try {
      return LocalDateTime.parse(row.get("period").asText() + ":00").toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new GridException("EIA: the period '%s'".formatted(row.get("period").asText()));
    }
  }
}
