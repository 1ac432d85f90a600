package coop.imece.gateway.grid;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the services of the wanted regions in turn, when they are due, and sums the scores up. Where
 * no service can be asked or none has answered yet, the static table stands in. Used by one thread
 * at a time.
 */
public final class GridScout {
  private final GridSettings settings;
  private final List<GridSource> services;
  private final StaticSource table = new StaticSource();
  private final GridState state;

  public GridScout(GridSettings settings) {
    this.settings = settings;
    this.services = settings.services();
    this.state = new GridState(settings.pollEvery(), settings.longestBackOff());
  }

  /**
   * What one round found.
   *
   * @param scores P_grid by region
   * @param gramsPerKwh by region, of the services where they answer, else of the static table
   * @param failures one line each
   */
  public record Round(
      Map<String, Double> scores, Map<String, Double> gramsPerKwh, List<String> failures) {
    public Round {
      scores = Map.copyOf(scores);
      gramsPerKwh = Map.copyOf(gramsPerKwh);
      failures = List.copyOf(failures);
    }
  }

  /** Blocks for as long as the services take. */
  public Round round(Instant now) {
    var failures = new ArrayList<String>();
    for (var region : new TreeSet<>(settings.regions())) {
      if (state.due(region, now)) {
        ask(region, now, failures);
      }
    }
    var scores = new TreeMap<String, Double>();
    var grams = new TreeMap<String, Double>();
    for (var region : table.regions()) {
      scores.put(region, table.fetch(region, now).reading().score());
      grams.put(region, table.fetch(region, now).gramsPerKwh());
    }
    for (var region : settings.regions()) {
      state.gramsPerKwh(region, now).ifPresent(known -> grams.put(region, known));
      if (state.sample(region).isPresent()) {
        scores.put(region, state.score(region, now));
      }
    }
    return new Round(scores, grams, failures);
  }

  private void ask(String region, Instant now, List<String> failures) {
    var service = services.stream().filter(s -> s.regions().contains(region)).findFirst();
    try {
      if (service.isEmpty()) {
        throw new GridException("no service with a key knows " + region);
      }
      state.sampled(service.get().fetch(region, now), now);
    } catch (GridException e) {
      state.failed(region, now);
      failures.add("grid of %s: %s".formatted(region, e.getMessage()));
    }
  }
}
