package coop.imece.gateway.bench.pipeline;

import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.gateway.bench.pipeline.Round.Bare;
import coop.imece.gateway.up.Child;
import coop.imece.gateway.up.ChildCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The process that runs the same slices without a pipeline; it stands still unless asked. */
final class BareLoop {
  private final BenchSettings settings;
  private final Child process;

  BareLoop(BenchSettings settings, Child process) {
    this.settings = settings;
    this.process = process;
  }

  static Child start(BenchSettings settings, Path model, Installation installation, Path log) {
    var arguments =
        List.of(
            "--model", model.toString(),
            "--precision", settings.precision().wireName(),
            "--threads", Integer.toString(settings.threads()),
            "--parts", Integer.toString(settings.stages()),
            "--prompt", Integer.toString(settings.prompt()),
            "--tokens", Integer.toString(settings.tokens()));
    return Child.startAnswering(
        "bare-loop", ChildCommand.of(installation, Verb.MEASURE, arguments), log);
  }

  /** Waits until the weights are loaded, and packed where that is needed. */
  String awaitKernels() {
    return process.answer();
  }

  Bare measure() {
    var memory = ask("memory");
    var prefill = ask("prefill");
    var decode = ask("decode 1");
    var many =
        settings.sessions() > 1
            ? OptionalDouble.of(ask("decode " + settings.sessions()))
            : OptionalDouble.empty();
    return new Bare(prefill, decode, many, memory);
  }

  private double ask(String question) {
    return Double.parseDouble(process.ask(question));
  }

  /** Frees its memory. */
  void stop() {
    process.stop();
  }
}
