package coop.imece.ledger.actor;

import coop.imece.core.Bytes;
import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A process that is there to be killed: a ledger under load. It says on its standard output what it
 * asks before it asks it, what it was answered, and when it stands at the point where it wants to
 * die. Commands that an earlier process left open or had answered come first, from a file. It does
 * not outlive the process that started it.
 *
 * <p>Arguments: JDBC URL, user, password, directory, file of commands, failpoint (or {@code ANY}
 * for no particular one), how often the failpoint is passed before.
 */
final class KilledLedger {
  static final int CALLERS = 16;
  static final int WALLETS = 4;
  static final Map<String, Object> OVERRIDES =
      Map.of("snapshot-every", 60, "checkpoint.entries", 25, "client.timeout", "60s");

  /** Once the ledger is set up and what was open is closed, it may be killed. */
  private static volatile boolean armed;

  private final TestLedger ledger;
  private final Workload workload = new Workload(42, WALLETS);

  private KilledLedger(TestLedger ledger) {
    this.ledger = ledger;
  }

  public static void main(String[] args) throws Exception {
    endWithStarter();
    var journal = new JournalSettings(args[0], args[1], args[2], 4);
    var ledger =
        TestLedger.start(
            journal, Path.of(args[3]), OVERRIDES, at(args[5], Integer.parseInt(args[6])));
    new KilledLedger(ledger).run(Path.of(args[4]));
  }

  /** Its standard input is a pipe that nobody writes to: it ends with who started this process. */
  private static void endWithStarter() {
    var waiting =
        new Thread(
            () -> {
              try {
                System.in.read();
              } catch (IOException e) {
                // as good as its end
              }
              Runtime.getRuntime().halt(1);
            });
    waiting.setDaemon(true);
    waiting.start();
  }

  private void run(Path commands) throws Exception {
    for (var command : workload.setup(TestLedger.ORIGIN, System.currentTimeMillis())) {
      ask(new Question.Record(command)).join();
    }
    for (var line : Files.readAllLines(commands)) {
      var question = CborCodec.read(Bytes.own(Base64.getDecoder().decode(line)), Question.class);
      ask(question).join();
    }
    armed = true;
    for (int i = 0; i < CALLERS; i++) {
      call();
    }
    new CountDownLatch(1).await();
  }

  private void call() {
    var request = next();
    ask(new Question.Record(request.hold()))
        .thenCompose(held -> ask(new Question.Record(request.settle())))
        .thenRunAsync(this::call);
  }

  private synchronized Workload.Request next() {
    return workload.request(System.currentTimeMillis());
  }

  private CompletableFuture<Reply> ask(Question question) {
    var text = text(question);
    say("ask " + text);
    return ledger
        .client
        .record(((Question.Record) question).command())
        .toCompletableFuture()
        .whenComplete((reply, failure) -> say("ack " + text + " " + text(reply)));
  }

  private static String text(Object value) {
    return Base64.getEncoder().encodeToString(CborCodec.write(value).array());
  }

  /** One write for a line, so that a kill leaves none half said. */
  private static void say(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }

  private static Consumer<Failpoint> at(String name, int passes) {
    var left = new AtomicInteger(passes);
    return failpoint -> {
      if (armed && failpoint.name().equals(name) && left.getAndDecrement() == 0) {
        say("at " + name);
        park();
      }
    };
  }

  private static void park() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("only a kill ends this", e);
    }
  }
}
