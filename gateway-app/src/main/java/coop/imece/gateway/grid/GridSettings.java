package coop.imece.gateway.grid;

import com.typesafe.config.Config;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The section {@code imece.grid}.
 *
 * @param regions of which services are asked; all others have the static table's figures
 * @param entsoeToken empty leaves ENTSO-E out
 * @param eiaKey empty leaves the EIA out
 */
public record GridSettings(
    Set<String> regions,
    String entsoeToken,
    String eiaKey,
    URI entsoeApi,
    URI eiaApi,
    URI ukApi,
    Duration pollEvery,
    Duration longestBackOff,
    Duration deadline) {

  public static GridSettings from(Config root) {
    var config = root.getConfig("imece.grid");
    return new GridSettings(
        Set.copyOf(config.getStringList("regions")),
        config.getString("entsoe-token"),
        config.getString("eia-key"),
        URI.create(config.getString("entsoe-api")),
        URI.create(config.getString("eia-api")),
        URI.create(config.getString("uk-api")),
        config.getDuration("poll-every"),
        config.getDuration("longest-back-off"),
        config.getDuration("deadline"));
  }

  /** Those that can be asked, the static table not among them. */
  List<GridSource> services() {
    var http = new GridHttp(deadline);
    var services = new ArrayList<GridSource>();
    if (!entsoeToken.isEmpty()) {
      services.add(new EntsoeSource(http, entsoeApi, entsoeToken));
    }
    if (!eiaKey.isEmpty()) {
      services.add(new EiaSource(http, eiaApi, eiaKey));
    }
    services.add(new UkSource(http, ukApi));
    return services;
  }

  @Override
  public String toString() {
    return "grid of %s, every %s".formatted(regions, pollEvery);
  }
}
