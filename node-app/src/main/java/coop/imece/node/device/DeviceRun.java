package coop.imece.node.device;

import coop.imece.node.device.DeviceStore.Turn;
import coop.imece.shard.device.DeviceBenchmark;
import java.util.Optional;

/**
 * One benchmark of what slices are computed on, in short steps, all called by the thread that
 * computes with slices. While it lasts, no other process of the machine measures.
 */
public final class DeviceRun implements AutoCloseable {
  private final DeviceStore store;
  private final Machine machine;
  private final Turn turn;
  private final DeviceBenchmark benchmark;

  private DeviceRun(DeviceStore store, Machine machine, Turn turn) {
    this.store = store;
    this.machine = machine;
    this.turn = turn;
    this.benchmark =
        DeviceBenchmark.create(Runtime.getRuntime().availableProcessors(), store.device());
  }

  /** Empty while another process measures. */
  public static Optional<DeviceRun> begin(DeviceStore store, Machine machine) {
    return store.tryTurn().map(turn -> new DeviceRun(store, machine, turn));
  }

  /** From 0 to 1. */
  public double progress() {
    return benchmark.progress();
  }

  /** What the next step measures. */
  public String doing() {
    return benchmark.doing();
  }

  /** Runs one more step of some tenths of a second. Returns whether any is left. */
  public boolean next() {
    return benchmark.next();
  }

  /** Once no step is left: what was found, which is kept from now on. */
  public DeviceResult keep() {
    var result =
        new DeviceResult(
            machine.fingerprint(),
            machine.description(),
            machine.kind(!store.device().isCpu()),
            benchmark.format(),
            benchmark.measures(),
            System.currentTimeMillis());
    store.write(result);
    return result;
  }

  /** Gives back memory, and lets others measure. */
  @Override
  public void close() {
    try {
      benchmark.close();
    } finally {
      turn.close();
    }
  }
}
