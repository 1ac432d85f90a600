package coop.imece.gateway.bench.pipeline;

import coop.imece.gateway.bench.pipeline.actor.TimedAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.function.Consumer;

/** Sends requests, a number of them at any time, and looks at the nodes' memory now and then. */
final class Soak implements Measurement<SoakReport> {
  /** Besides the one at the start. */
  static final int LOOKS = 10;

  private final BenchSettings settings;
  private final int requests;
  private final Consumer<String> progress;

  /** Says a line for each look. */
  Soak(BenchSetup setup, int requests) {
    settings = setup.settings();
    progress = setup.progress();
    this.requests = requests;
  }

  @Override
  public SoakReport on(Standing standing) {
    standing.bare().stop();
    var pipeline = standing.pipeline();
    var stages = pipeline.stages();
    var looks = new ArrayList<SoakReport.Look>();
    var running = new ArrayDeque<TimedAnswer>();
    send(pipeline, running, requests / LOOKS); // the pools and caches fill
    for (var look = 0; look <= LOOKS; look++) {
      var sent = (int) ((long) requests * look / LOOKS);
      var before = looks.isEmpty() ? 0 : looks.get(looks.size() - 1).requests();
      send(pipeline, running, sent - before);
      looks.add(new SoakReport.Look(sent, standing.processes(stages)));
      progress.accept("%d of %d requests".formatted(sent, requests));
    }
    return new SoakReport(settings, looks);
  }

  /** Sends so many and waits for all of them. */
  private void send(Pipeline pipeline, Queue<TimedAnswer> running, int count) {
    for (var sent = 0; sent < count; sent++) {
      if (running.size() == settings.sessions()) {
        running.remove().await();
      }
      running.add(pipeline.answer(settings.prompt(), settings.tokens()));
    }
    while (!running.isEmpty()) {
      running.remove().await();
    }
  }
}
