package coop.imece.cluster;

import com.typesafe.config.Config;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Which models are served: section {@code imece.model}.
 *
 * @param folders their paths, or their names under conf/models; at least one
 */
public record ModelChoice(List<String> folders, Precision precision) {
  public ModelChoice {
    folders = List.copyOf(folders);
  }

  public static ModelChoice from(Config config) {
    var section = config.getConfig("imece.model");
    var folders = new ArrayList<>(List.of(section.getString("folder")));
    folders.addAll(section.getStringList("more"));
    try {
      return new ModelChoice(folders, Precision.parse(section.getString("precision")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("imece.model.precision: " + e.getMessage());
    }
  }
}
