package coop.imece.gateway.grid;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ENTSO-E Transparency Platform, Europe: actual generation per type and actual total load. */
final class EntsoeSource implements GridSource {
  private static final String NAME = "ENTSO-E";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final Duration LOAD_SPAN = Duration.ofDays(7);
  private static final Duration GENERATION_SPAN = Duration.ofHours(12);

  /** Energy identification codes of bidding zones. */
  private static final Map<String, String> ZONES =
      Map.of(
          "DE", "10Y1001A1001A82H",
          "FR", "10YFR-RTE------C",
          "ES", "10YES-REE------0",
          "NL", "10YNL----------L",
          "PL", "10YPL-AREA-----S",
          "TR", "10YTR-TEIAS----W");

  private static final Map<String, Fuel> FUELS =
      Map.ofEntries(
          Map.entry("B01", Fuel.BIOMASS),
          Map.entry("B02", Fuel.LIGNITE),
          Map.entry("B03", Fuel.GAS),
          Map.entry("B04", Fuel.GAS),
          Map.entry("B05", Fuel.COAL),
          Map.entry("B06", Fuel.OIL),
          Map.entry("B07", Fuel.COAL),
          Map.entry("B08", Fuel.COAL),
          Map.entry("B09", Fuel.GEOTHERMAL),
          Map.entry("B10", Fuel.PUMPED_HYDRO),
          Map.entry("B11", Fuel.HYDRO),
          Map.entry("B12", Fuel.HYDRO),
          Map.entry("B13", Fuel.MARINE),
          Map.entry("B14", Fuel.NUCLEAR),
          Map.entry("B15", Fuel.OTHER_RENEWABLE),
          Map.entry("B16", Fuel.SOLAR),
          Map.entry("B18", Fuel.WIND_OFFSHORE),
          Map.entry("B19", Fuel.WIND_ONSHORE));

  /** Storage only shifts what others generate. */
  private static final String STORAGE = "B25";

  private final GridHttp http;
  private final URI api;
  private final String token;

  /**
   * @param api as in {@code https://web-api.tp.entsoe.eu/api}
   */
  EntsoeSource(GridHttp http, URI api, String token) {
    this.http = http;
    this.api = api;
    this.token = token;
  }

  @Override
  public Set<String> regions() {
    return ZONES.keySet();
  }

  @Override
  public GridSample fetch(String region, Instant now) throws GridException {
    var zone = ZONES.get(region);
    var generation =
        get("documentType=A75&processType=A16&in_Domain=" + zone, GENERATION_SPAN, now);
    var at = latest(generation);
    var mix = mix(generation, at);
    if (mix.isEmpty()) {
      throw new GridException("ENTSO-E: no generation in " + region);
    }
    var load =
        get("documentType=A65&processType=A16&outBiddingZone_Domain=" + zone, LOAD_SPAN, now);
    return new GridSample(region, at, loadFactor(load), mix.gramsPerKwh(), mix.renewable(), NAME);
  }

  private List<EntsoeSeries> get(String query, Duration span, Instant now) throws GridException {
    var address =
        "%s?securityToken=%s&%s&periodStart=%s&periodEnd=%s"
            .formatted(api, token, query, TIME.format(now.minus(span)), TIME.format(now));
    var answer = http.get(NAME, URI.create(address));
    if (answer.status() == 429) {
      throw new GridException("ENTSO-E: too many requests");
    }
    return EntsoeDocument.read(answer.body());
  }

  /** The newest time of which every type that generates is known. */
  private static Instant latest(List<EntsoeSeries> generation) throws GridException {
    return generation.stream()
        .filter(series -> !series.consumption() && !series.megawatts().isEmpty())
        .map(series -> series.megawatts().lastKey())
        .min(Instant::compareTo)
        .orElseThrow(() -> new GridException("ENTSO-E: series without points"));
  }

  /** Production less consumption of each type. */
  private static FuelMix mix(List<EntsoeSeries> generation, Instant at) {
    var power = new EnumMap<Fuel, Double>(Fuel.class);
    for (var series : generation) {
      var entry = series.megawatts().floorEntry(at);
      if (entry != null && !series.type().equals(STORAGE)) {
        var fuel = FUELS.getOrDefault(series.type(), Fuel.OTHER);
        var sign = series.consumption() ? -1 : 1;
        power.merge(fuel, sign * entry.getValue(), Double::sum);
      }
    }
    return new FuelMix(power);
  }

  private static double loadFactor(List<EntsoeSeries> load) throws GridException {
    var megawatts = new TreeMap<Instant, Double>();
    load.forEach(series -> megawatts.putAll(series.megawatts()));
    return LoadFactor.of(NAME, megawatts);
  }
}
