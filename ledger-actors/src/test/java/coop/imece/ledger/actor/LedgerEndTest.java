package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.CheckpointFile;
import coop.imece.ledger.journal.JournalSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerEndTest {
  @TempDir Path folder;

  @Test
  void an_end_waits_for_the_checkpoint_that_is_being_stored() throws Exception {
    var signing = new CountDownLatch(1);
    var file = new CheckpointFile(folder.resolve("checkpoint"));
    try (var ledger =
        TestLedger.start(
            JournalSettings.embedded(folder),
            folder,
            Map.of("checkpoint.every", "50ms"),
            failpoint -> {
              if (failpoint == Failpoint.DURING_CHECKPOINT) {
                signing.countDown();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
              }
            })) {
      ledger.recordAll(
          new Workload(1, 2).setup(TestLedger.ORIGIN, System.currentTimeMillis()).subList(0, 1));
      assertTrue(signing.await(20, TimeUnit.SECONDS));
      assertFalse(file.read().isPresent(), "still being stored");
    }
    assertTrue(file.read().isPresent(), "nothing writes beside the journal after the end");
  }
}
