package coop.imece.cluster.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of {@code imece} that {@code reference.conf} names. An object that stands there empty is
 * open: any key may be added to it. Keys of the libraries are theirs to check.
 */
final class KnownKeys {
  static final String ROOT = "imece";

  private final Config reference;
  private final Map<String, ConfigValue> leaves = new TreeMap<>();

  private KnownKeys(Config reference) {
    this.reference = reference;
    collect(ROOT, reference.getObject(ROOT));
  }

  static KnownKeys of(Config reference) {
    return new KnownKeys(reference);
  }

  List<String> paths() {
    return List.copyOf(leaves.keySet());
  }

  boolean isList(String path) {
    var value = leaves.get(path);
    return value != null && value.valueType() == ConfigValueType.LIST;
  }

  /**
   * @throws ConfigException at the first key, in the order of their names, that is not known
   */
  void requireKnown(Config config) {
    for (var root : config.root().keySet()) {
      if (!reference.hasPathOrNull(ConfigUtil.joinPath(root))) {
        throw unknown(root, config.root().get(root));
      }
    }
    if (config.hasPath(ROOT)) {
      requireKnown(ROOT, config.getObject(ROOT), reference.getObject(ROOT));
    }
  }

  private void requireKnown(String path, ConfigObject given, ConfigObject known) {
    for (var key : new TreeMap<>(given).keySet()) {
      var child = path + "." + ConfigUtil.joinPath(key);
      var value = given.get(key);
      var reference = known.get(key);
      if (reference == null) {
        throw unknown(child, value);
      }
      if (reference instanceof ConfigObject object && !object.isEmpty()) {
        if (!(value instanceof ConfigObject)) {
          throw new ConfigException(
              "'%s' (%s) is a section, not a value".formatted(child, value.origin().description()));
        }
        requireKnown(child, (ConfigObject) value, object);
      }
    }
  }

  private ConfigException unknown(String path, ConfigValue value) {
    var nearest = Nearest.to(path, new ArrayList<>(leaves.keySet()));
    return new ConfigException(
        "unknown key '%s' (%s)%s"
            .formatted(
                path,
                value.origin().description(),
                nearest.map("; did you mean '%s'?"::formatted).orElse("")));
  }

  private void collect(String path, ConfigObject object) {
    for (var entry : object.entrySet()) {
      var child = path + "." + ConfigUtil.joinPath(entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner && !inner.isEmpty()) {
        collect(child, inner);
      } else {
        leaves.put(child, entry.getValue());
      }
    }
  }
}
