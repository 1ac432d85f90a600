package coop.imece.shard.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that computes with a node's slices: one task at a time, in their order. While it
 * has nothing to compute it takes guests: short work of those who give it its tasks and wait for
 * what comes of them. Then a step begins, and its result is dealt with, without one thread waking
 * another, on a processor whose caches hold what both need.
 */
public final class EngineThread implements Executor {
  private final ExecutorService thread;

  /** Tasks that wait or run. */
  private int tasks;

  /** The thread's own. */
  private boolean computing;

  private volatile Thread self;

  public EngineThread() {
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              self = new Thread(work, "imece-engine");
              return self;
            });
  }

  /**
   * Computes when all that came before is done.
   *
   * @throws RejectedExecutionException after {@link #end}
   */
  @Override
  public synchronized void execute(Runnable task) {
    thread.execute(() -> compute(task));
    tasks++;
  }

  private void compute(Runnable task) {
    computing = true;
    try {
      task.run();
    } finally {
      computing = false;
      synchronized (this) {
        tasks--;
      }
    }
  }

  /**
   * Takes a guest, who runs before any later task. What a task itself gives is taken to come at the
   * task's end.
   *
   * @return false when the guest would have to wait for a task, or the thread has ended
   */
  public synchronized boolean offer(Runnable guest) {
    var ownTask = Thread.currentThread() == self && computing ? 1 : 0;
    if (tasks > ownTask || thread.isShutdown()) {
      return false;
    }
    thread.execute(guest);
    return true;
  }

  /** Takes nothing more. What was taken before still runs. */
  public synchronized void end() {
    thread.shutdown();
  }

  /**
   * Waits for what runs.
   *
   * @return whether all is done
   */
  public boolean awaitEnd(Duration within) throws InterruptedException {
    return thread.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
