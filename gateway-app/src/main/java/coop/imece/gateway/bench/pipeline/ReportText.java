package coop.imece.gateway.bench.pipeline;

import coop.imece.gateway.bench.pipeline.BenchReport.Compared;
import coop.imece.gateway.bench.pipeline.BenchReport.Started;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The report as a table for people. */
final class ReportText {
  private static final double MB = 1e6;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(BenchReport report) {
    var table = new ReportText();
    table.head(report);
    table.rates(report);
    table.hops(report);
    table.memory(report);
    return table.text.toString();
  }

  private void head(BenchReport report) {
    var settings = report.settings();
    line(
        "%s %s, %d x %d threads, prompt of %d, %d tokens, medians of %s%s",
        settings.model(),
        settings.precision().wireName(),
        settings.stages(),
        settings.threads(),
        settings.prompt(),
        settings.tokens(),
        settings.starts() > 1
            ? "%d starts with %d runs each".formatted(settings.starts(), settings.runs())
            : "%d runs".formatted(settings.runs()),
        settings.linkRtt().isZero()
            ? ""
            : ", lines of %d ms round trip".formatted(settings.linkRtt().toMillis()));
    report.starts().stream().map(ReportText::kernels).distinct().forEach(text::append);
    line("");
  }

  /** One start may choose other kernels than the next. */
  private static String kernels(Started start) {
    var others = start.withOtherKernels().stream();
    var lines = others.map(node -> "but %s chose %s\n".formatted(node.name(), node.kernels()));
    return start.kernels() + "\n" + lines.collect(Collectors.joining());
  }

  private void rates(BenchReport report) {
    line("%-40s%12s%12s%9s", "tokens a second", "pipeline", "bare loop", "ratio");
    row("decode, 1 session", report.decode());
    var sessions = "%d sessions".formatted(report.settings().sessions());
    report.many().forEach(many -> row("decode, " + sessions, many));
    report
        .wholeRate()
        .ifPresent(rate -> line("%-40s%12.2f", "with their prompts, " + sessions, rate));
    row("prompt, 1 session", report.prefill());
    line("");
    if (report.starts().size() > 1) {
      ratios(report.eachStart(), sessions);
    }
  }

  private void ratios(List<BenchReport> starts, String sessions) {
    line("ratio, start by start");
    ratios("decode, 1 session", starts, start -> List.of(start.decode()));
    if (starts.stream().anyMatch(start -> !start.many().isEmpty())) {
      ratios("decode, " + sessions, starts, BenchReport::many);
    }
    ratios("prompt, 1 session", starts, start -> List.of(start.prefill()));
    line("");
  }

  /** A start without the figure has a dash there. */
  private void ratios(
      String name, List<BenchReport> starts, Function<BenchReport, List<Compared>> figure) {
    var ratios =
        starts.stream()
            .map(figure)
            .map(compared -> compared.isEmpty() ? "-" : ratio(compared.get(0)))
            .map("%7s"::formatted)
            .collect(Collectors.joining());
    line("%-40s%s", name, ratios);
  }

  private static String ratio(Compared compared) {
    return String.format(Locale.ROOT, "%.3f", compared.ratio());
  }

  private void hops(BenchReport report) {
    line("%-40s%12.1f", "first token p50, ms", 1e3 * report.firstTokenSeconds(50));
    line("%-40s%12.1f", "first token p95, ms", 1e3 * report.firstTokenSeconds(95));
    line("%-40s%12.3f", "token, 1 session, ms", 1e3 * report.secondsPerToken());
    line("%-40s%12.3f", "  the stages' computing", 1e3 * report.computeSeconds());
    line("%-40s%12.3f", "  beside it", 1e3 * report.besideComputeSeconds());
    line("%-40s%12.3f", "  beside it, per hop", 1e3 * report.hopSeconds());
    line("%-40s%12.3f", "  more than the bare loop", 1e3 * report.besideBareSeconds());
    report
        .bytesPerToken()
        .ifPresent(bytes -> line("%-40s%12.0f", "bytes written per token", bytes));
    line("");
  }

  private void memory(BenchReport report) {
    line("%-40s%12.2f", "memory read, GB/s", report.memoryBytesPerSecond() / 1e9);
    line("%-40s%12.2f", "weights read per token, MB", report.weightBytesPerToken() / MB);
    line("%-40s%12.2f", "fraction of it in decode, 1 session", report.bandwidthFraction());
    line("");
    line(
        "%-10s%10s%12s%12s%16s%14s%12s%8s",
        "process",
        "layers",
        "RSS MB",
        "peak MB",
        "anonymous MB",
        "allowed MB",
        "weights MB",
        "KV MB");
    for (var process : report.processes()) {
      process.memory().ifPresent(memory -> row(process, memory));
    }
  }

  private void row(StageProcess process, ProcessFigures memory) {
    line(
        "%-10s%10s%12.0f%12.0f%16.0f%14.0f%12.0f%8.0f",
        process.name(),
        process.layers(),
        memory.resident() / MB,
        memory.peak() / MB,
        memory.anonymous() / MB,
        process.allowedBytes() / MB,
        process.weightBytes() / MB,
        process.kvBytes() / MB);
  }

  private void row(String name, Compared compared) {
    line("%-40s%12.2f%12.2f%9.3f", name, compared.pipeline(), compared.bare(), compared.ratio());
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
