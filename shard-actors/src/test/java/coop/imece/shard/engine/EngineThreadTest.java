package coop.imece.shard.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EngineThread engine = new EngineThread();
  private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();

  @AfterEach
  void end() throws InterruptedException {
    engine.end();
    assertTrue(engine.awaitEnd(LONG));
  }

  private void awaitIdle() {
    CompletableFuture.runAsync(() -> {}, engine).join();
    while (!engine.offer(() -> {})) {
      Thread.onSpinWait(); // the task is still counted for a moment
    }
  }

  @Test
  void a_guest_runs_on_the_thread_that_computes() {
    var computes = CompletableFuture.supplyAsync(Thread::currentThread, engine).join();
    awaitIdle();
    var guest = new CompletableFuture<Thread>();
    assertTrue(engine.offer(() -> guest.complete(Thread.currentThread())));
    assertSame(computes, guest.join());
  }

  @Test
  void no_guest_waits_for_a_task() throws InterruptedException {
    var running = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    engine.execute(
        () -> {
          running.countDown();
          await(goOn);
        });
    assertFalse(engine.offer(() -> done.add("guest")), "one waits");
    running.await();
    assertFalse(engine.offer(() -> done.add("guest")), "one runs");
    goOn.countDown();
    awaitIdle();
    assertEquals(List.of(), List.copyOf(done));
  }

  @Test
  void what_a_task_gives_is_dealt_with_on_its_thread_before_the_next_task() {
    awaitIdle();
    var all = new CountDownLatch(1);
    engine.execute(
        () -> {
          done.add("task");
          assertTrue(
              engine.offer(
                  () -> {
                    done.add("result");
                    engine.execute(
                        () -> {
                          done.add("next task");
                          all.countDown();
                        });
                    assertFalse(engine.offer(() -> done.add("late")), "it would wait");
                    done.add("result dealt with");
                  }));
        });
    await(all);
    assertEquals(List.of("task", "result", "result dealt with", "next task"), List.copyOf(done));
  }

  @Test
  void a_result_goes_elsewhere_when_another_task_waits() {
    var added = new CountDownLatch(1);
    var taken = new CompletableFuture<Boolean>();
    engine.execute(
        () -> {
          await(added);
          taken.complete(engine.offer(() -> {}));
        });
    engine.execute(() -> {});
    added.countDown();
    assertFalse(taken.join());
  }

  @Test
  void a_task_that_fails_leaves_the_thread_as_it_was() {
    engine.execute(
        () -> {
          throw new IllegalStateException("asked for by a test");
        });
    awaitIdle();
    assertTrue(engine.offer(() -> {}));
  }

  @Test
  void after_its_end_what_was_taken_still_runs_and_nothing_more_is_taken() throws Exception {
    engine.execute(() -> done.add("task"));
    engine.end();
    assertThrows(RejectedExecutionException.class, () -> engine.execute(() -> {}));
    assertFalse(engine.offer(() -> {}));
    assertTrue(engine.awaitEnd(LONG));
    assertEquals(List.of("task"), List.copyOf(done));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
