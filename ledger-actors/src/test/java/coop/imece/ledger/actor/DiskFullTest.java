package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import coop.imece.ledger.Workload;
import coop.imece.ledger.journal.DatabaseKind;
import coop.imece.ledger.journal.JournalSettings;
import coop.imece.ledger.journal.PostgresServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that is full and then not any more. It is a file system in memory, which root can make.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class DiskFullTest {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=192m", "tmpfs", disk.toString()) == 0,
        "only root can mount a file system");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  void a_full_disk_is_said_and_when_there_is_room_again_nothing_was_lost(DatabaseKind kind)
      throws Exception {
    if (kind == DatabaseKind.H2) {
      filled(JournalSettings.embedded(disk));
    } else {
      try (var postgres = PostgresServer.start(disk, 0)) {
        filled(postgres.database());
      }
    }
  }

  private void filled(JournalSettings journal) throws Exception {
    TestLoad before;
    TestLoad after;
    try (var ledger =
        TestLedger.start(journal, folder.resolve("ledger"), Map.of("client.timeout", "3s"))) {
      var workload = new Workload(3, 8);
      ledger.recordAll(workload.setup(TestLedger.ORIGIN, System.currentTimeMillis()));
      before = new TestLoad(ledger.client, workload).start(16);
      before.awaitRecorded(200);
      var ballast = fill();
      before.awaitOthers(16);
      before.stop();
      for (var reply : before.others) {
        assertTrue(
            reply instanceof Reply.Unavailable || reply instanceof Reply.Unknown, reply::toString);
      }
      Files.delete(ballast);
      awaitServed(ledger);
      after = new TestLoad(ledger.client, workload).start(16);
      after.awaitRecorded(200);
      after.stop();
      assertTrue(after.others.isEmpty(), after.others::toString);
    }
    var entries = TestJournal.read(journal);
    entries.requireAll(before.recorded);
    entries.requireAll(after.recorded);
  }

  private static void awaitServed(TestLedger ledger) throws Exception {
    var deadline = System.nanoTime() + LIMIT_NANOS;
    while (!(ledger.supply() instanceof Reply.SupplyIs)) {
      assertTrue(System.nanoTime() < deadline, "not served a minute after there was room");
    }
  }

  /** Leaves not one byte. */
  private Path fill() throws IOException {
    var ballast = disk.resolve("ballast");
    try (var channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (true) {
        channel.write(ByteBuffer.allocate(4096));
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
