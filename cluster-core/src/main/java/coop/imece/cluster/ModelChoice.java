package coop.imece.cluster;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;
import java.util.Optional;

/**
 * Which model is served: section {@code imece.model}.
 *
 * @param folder its path, or its name under conf/models
 * @param precision empty for the type that the weights are stored in
 */
public record ModelChoice(String folder, Optional<Precision> precision) {
  public static ModelChoice from(Config config) {
    var section = config.getConfig("imece.model");
    var precision = section.getString("precision");
    try {
      return new ModelChoice(
          section.getString("folder"),
          precision.isEmpty() ? Optional.empty() : Optional.of(Precision.parse(precision)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("imece.model.precision: " + e.getMessage());
    }
  }
}
