package coop.imece.gateway.bench.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the nodes' anonymous memory went over many requests, after a tenth of them beforehand. */
record SoakReport(BenchSettings settings, List<Look> looks) {
  private static final double MB = 1e6;

  SoakReport {
    looks = List.copyOf(looks);
  }

  /**
   * @param requests answered before it
   * @param anonymousBytes of each node; empty where the system does not tell
   */
  record Look(int requests, List<Long> anonymousBytes) {
    Look {
      anonymousBytes = List.copyOf(anonymousBytes);
    }

    private long sum() {
      return anonymousBytes.stream().mapToLong(bytes -> bytes).sum();
    }
  }

  /** From the first look to the last, all nodes together. */
  long growthBytes() {
    return looks.get(looks.size() - 1).sum() - looks.get(0).sum();
  }

  String text() {
    var text = new StringBuilder("%-10s%s%n".formatted("requests", "  anonymous MB of each node"));
    for (var look : looks) {
      var nodes =
          look.anonymousBytes().stream()
              .map(bytes -> String.format(Locale.ROOT, "%9.1f", bytes / MB))
              .collect(Collectors.joining());
      text.append("%-10d%s%n".formatted(look.requests(), nodes));
    }
    return text + String.format(Locale.ROOT, "growth%13.1f MB%n", growthBytes() / MB);
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("model", settings.model().toString());
    json.put("requests", looks.get(looks.size() - 1).requests());
    json.put("growth_bytes", growthBytes());
    var array = json.putArray("looks");
    for (var look : looks) {
      var entry = array.addObject().put("requests", look.requests());
      look.anonymousBytes().forEach(entry.withArray("anonymous_bytes")::add);
    }
    return json;
  }
}
