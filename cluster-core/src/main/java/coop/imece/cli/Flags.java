package coop.imece.cli;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Flags that were given, as values of configuration keys. */
public final class Flags {
  private final Map<String, String> values = new TreeMap<>();

  public Flags set(String key, Optional<?> value) {
    value.ifPresent(given -> values.put(key, given.toString()));
    return this;
  }

  public Map<String, String> values() {
    return Map.copyOf(values);
  }
}
