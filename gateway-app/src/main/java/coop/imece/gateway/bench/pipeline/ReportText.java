package coop.imece.gateway.bench.pipeline;

import coop.imece.gateway.bench.pipeline.BenchReport.Compared;
import java.util.Locale;

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
        "%s %s, %d x %d threads, prompt of %d, %d tokens, medians of %d runs%s",
        settings.model(),
        settings.precision().wireName(),
        settings.stages(),
        settings.threads(),
        settings.prompt(),
        settings.tokens(),
        settings.runs(),
        settings.linkRtt().isZero()
            ? ""
            : ", lines of %d ms round trip".formatted(settings.linkRtt().toMillis()));
    line("%s", report.kernels());
    report.withOtherKernels().forEach(node -> line("but %s chose %s", node.name(), node.kernels()));
    line("");
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
