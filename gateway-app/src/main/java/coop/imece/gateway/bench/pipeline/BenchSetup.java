package coop.imece.gateway.bench.pipeline;

import com.typesafe.config.Config;
import coop.imece.cli.Installation;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a benchmark runs with.
 *
 * @param config the gateway's configuration with these values above all others
 * @param progress is given one line per step
 */
public record BenchSetup(
    BenchSettings settings,
    Installation installation,
    Function<Map<String, String>, Config> config,
    Consumer<String> progress) {

  /** For one start of several: its lines say which. */
  BenchSetup ofStart(int start) {
    return settings.starts() == 1
        ? this
        : new BenchSetup(
            settings,
            installation,
            config,
            step ->
                progress.accept("start %d of %d: %s".formatted(start, settings.starts(), step)));
  }
}
