package coop.imece.gateway.bench.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.gateway.bench.pipeline.BenchReport.Compared;
import java.time.Instant;

/** The report as one JSON object. What the system can't tell is left out. */
final class ReportJson {
  private ReportJson() {}

  /**
   * @param now when it was measured
   */
  static ObjectNode of(BenchReport report, Instant now) {
    var json = JsonNodeFactory.instance.objectNode();
    settings(report.settings(), json);
    json.put("measured_at", now.toString());
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("kernels", report.starts().get(report.starts().size() - 1).kernels());
    compared(json.putObject("decode"), report.decode());
    report.many().forEach(many -> compared(json.putObject("decode_many"), many));
    report.wholeRate().ifPresent(rate -> json.put("with_prompts_tok_s", rate));
    compared(json.putObject("prefill"), report.prefill());
    json.put("first_token_p50_ms", 1e3 * report.firstTokenSeconds(50));
    json.put("first_token_p95_ms", 1e3 * report.firstTokenSeconds(95));
    json.put("token_ms", 1e3 * report.secondsPerToken());
    json.put("compute_ms", 1e3 * report.computeSeconds());
    json.put("beside_compute_ms", 1e3 * report.besideComputeSeconds());
    json.put("beside_bare_ms", 1e3 * report.besideBareSeconds());
    json.put("hop_ms", 1e3 * report.hopSeconds());
    report.bytesPerToken().ifPresent(bytes -> json.put("bytes_per_token", bytes));
    json.put("memory_bytes_per_s", report.memoryBytesPerSecond());
    json.put("weight_bytes_per_token", report.weightBytesPerToken());
    json.put("bandwidth_fraction", report.bandwidthFraction());
    var processes = json.putArray("processes");
    report.processes().forEach(process -> process(process, processes.addObject()));
    var rounds = json.putArray("runs_tok_s");
    for (var start = 0; start < report.starts().size(); start++) {
      for (var round : report.starts().get(start).rounds()) {
        round(round, rounds.addObject().put("start", start + 1));
      }
    }
    return json;
  }

  private static void settings(BenchSettings settings, ObjectNode json) {
    json.put("model", settings.model().toString());
    json.put("precision", settings.precision().wireName());
    json.put("stages", settings.stages());
    json.put("threads", settings.threads());
    json.put("sessions", settings.sessions());
    json.put("prompt", settings.prompt());
    json.put("tokens", settings.tokens());
    json.put("link_rtt_ms", settings.linkRtt().toNanos() / 1e6);
    json.put("starts", settings.starts());
    json.put("runs", settings.runs());
    json.put("seed", settings.seed());
  }

  private static void compared(ObjectNode json, Compared compared) {
    json.put("tok_s", compared.pipeline());
    json.put("bare_tok_s", compared.bare());
    json.put("of_bare", compared.ratio());
  }

  static void process(StageProcess process, ObjectNode json) {
    json.put("name", process.name());
    json.put("layers", process.layers().toString());
    json.put("weight_bytes", process.weightBytes());
    json.put("kv_bytes", process.kvBytes());
    json.put("kernels", process.kernels());
    json.put("allowed_anonymous_bytes", process.allowedBytes());
    process.memory().ifPresent(memory -> memory(memory, json));
  }

  private static void memory(ProcessFigures memory, ObjectNode json) {
    json.put("rss_bytes", memory.resident());
    json.put("anonymous_bytes", memory.anonymous());
    json.put("peak_rss_bytes", memory.peak());
  }

  private static void round(Round round, ObjectNode json) {
    json.put("decode", round.alone().tokensPerSecond());
    json.put("bare_decode", round.bare().decode());
    json.put("first_token_ms", 1e3 * round.alone().trace().firstTokenSeconds());
    json.put("compute_ms", 1e3 * round.alone().computeSecondsPerToken());
    round
        .many()
        .map(Together::decodeRate)
        .ifPresent(rate -> rate.ifPresent(tokens -> json.put("decode_many", tokens)));
    round.bare().many().ifPresent(tokens -> json.put("bare_decode_many", tokens));
    json.put("memory_bytes_per_s", round.bare().memory());
  }
}
