package coop.imece.gateway.bench.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * How the nodes' anonymous memory went over many requests, after a tenth of them beforehand. Keys
 * and values that are kept of ended sessions grow to the nodes' limit by design, so they stand
 * apart.
 */
record SoakReport(BenchSettings settings, List<Look> looks) {
  private static final double MB = 1e6;

  SoakReport {
    looks = List.copyOf(looks);
  }

  /**
   * @param requests answered before it
   */
  record Look(int requests, List<StageProcess> processes) {
    Look {
      processes = List.copyOf(processes);
    }

    /** Of all nodes together, what is no kept or reserved key or value. */
    long otherBytes() {
      return processes.stream().mapToLong(SoakReport::otherBytes).sum();
    }
  }

  /** From the first look to the last, all nodes together, keys and values apart. */
  long growthBytes() {
    return looks.get(looks.size() - 1).otherBytes() - looks.get(0).otherBytes();
  }

  String text() {
    var text = new StringBuilder();
    line(text, "%-10s%-10s%14s%8s%10s", "requests", "process", "anonymous MB", "KV MB", "rest MB");
    for (var look : looks) {
      for (var process : look.processes()) {
        line(
            text,
            "%-10d%-10s%14.1f%8.1f%10.1f",
            look.requests(),
            process.name(),
            anonymousBytes(process) / MB,
            process.kvBytes() / MB,
            otherBytes(process) / MB);
      }
    }
    line(text, "the rest grew by %.1f MB", growthBytes() / MB);
    return text.toString();
  }

  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("model", settings.model().toString());
    json.put("requests", looks.get(looks.size() - 1).requests());
    json.put("growth_bytes", growthBytes());
    var array = json.putArray("looks");
    for (var look : looks) {
      var processes = array.addObject().put("requests", look.requests()).putArray("processes");
      look.processes().forEach(process -> ReportJson.process(process, processes.addObject()));
    }
    return json;
  }

  private static long anonymousBytes(StageProcess process) {
    return process.memory().map(ProcessFigures::anonymous).orElse(0L);
  }

  private static long otherBytes(StageProcess process) {
    return anonymousBytes(process) - process.kvBytes();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
