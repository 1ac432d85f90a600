package coop.imece.cluster;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;

/**
 * Which model is served: section {@code imece.model}.
 *
 * @param folder its path, or its name under conf/models
 */
public record ModelChoice(String folder, Precision precision) {
  public static ModelChoice from(Config config) {
    var section = config.getConfig("imece.model");
    try {
      return new ModelChoice(
          section.getString("folder"), Precision.parse(section.getString("precision")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("imece.model.precision: " + e.getMessage());
    }
  }
}
