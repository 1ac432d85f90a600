package coop.imece.cluster.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Settings from the environment: {@code IMECE_CLUSTER_JOIN_TIMEOUT} sets {@code
 * imece.cluster.join-timeout}. A variable whose name begins like a section of {@code
 * reference.conf} must name a key; other {@code IMECE_*} variables belong to other programs.
 */
final class EnvironmentKeys {
  private static final int SECTION_START = KnownKeys.ROOT.length() + 1;

  private EnvironmentKeys() {}

  static Map<String, String> read(Map<String, String> environment, KnownKeys keys) {
    var names =
        keys.paths().stream().collect(Collectors.toMap(EnvironmentKeys::variable, path -> path));
    var sections =
        keys.paths().stream()
            .filter(path -> path.indexOf('.', SECTION_START) > 0)
            .map(path -> variable(path.substring(0, path.indexOf('.', SECTION_START) + 1)))
            .collect(Collectors.toCollection(TreeSet::new));
    var values = new TreeMap<String, String>();
    for (var entry : new TreeMap<>(environment).entrySet()) {
      var path = names.get(entry.getKey());
      if (path != null) {
        values.put(path, entry.getValue());
      } else if (sections.stream().anyMatch(entry.getKey()::startsWith)) {
        throw new ConfigException(
            "unknown environment variable '%s'%s"
                .formatted(
                    entry.getKey(),
                    Nearest.to(entry.getKey(), names.keySet())
                        .map("; did you mean '%s'?"::formatted)
                        .orElse("")));
      }
    }
    return values;
  }

  private static String variable(String path) {
    return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
