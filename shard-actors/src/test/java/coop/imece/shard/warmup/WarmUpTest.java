package coop.imece.shard.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsFolder;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.Slice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
  private static final Path MODEL = Path.of("src/test/resources/reference-models/tiny-llama");

  @TempDir static Path folder;
  private static TlsFolder tls;

  @BeforeAll
  static void issue() {
    var authority = CertificateAuthority.create(folder.resolve("ca"), Instant.now());
    authority.issue("node", Role.NODE, folder.resolve("node"), Instant.now());
    tls = new TlsFolder(folder.resolve("node"));
  }

  /** 700 messages are more than one session of 512 positions has when nothing is sent again. */
  @ParameterizedTest
  @CsvSource({"0,4", "0,2", "1,3", "2,4"})
  void a_slice_at_any_place_of_a_model_plays_through_sessions(int start, int end)
      throws InterruptedException {
    assertEquals(700, warmUp(new LayerRange(start, end), 700, "30s"));
  }

  @Test
  void it_ends_in_time_however_many_messages_are_wanted() throws InterruptedException {
    var started = System.nanoTime();
    assertTrue(warmUp(new LayerRange(1, 3), 1_000_000_000, "300ms") < 1_000_000_000);
    assertTrue(System.nanoTime() - started < Duration.ofSeconds(20).toNanos());
  }

  @Test
  void without_messages_nothing_is_done() throws InterruptedException {
    assertEquals(0, warmUp(new LayerRange(0, 4), 0, "5s"));
  }

  @Test
  void settings_below_zero_are_refused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> new WarmUpSettings(-1, Duration.ofSeconds(1)));
    assertEquals("imece.stage.warm-up.messages must be 0 or more, was -1", refused.getMessage());
  }

  private static int warmUp(LayerRange layers, int messages, String within)
      throws InterruptedException {
    var engine = Executors.newSingleThreadExecutor();
    try (var slice = Slice.load(ModelFolder.open(MODEL), layers, Precision.FP32)) {
      var played = new WarmUp(tls, config(messages, within)).run(slice, engine);
      engine.shutdown();
      assertTrue(engine.awaitTermination(10, TimeUnit.SECONDS));
      return played;
    }
  }

  private static Config config(int messages, String within) {
    return ConfigFactory.parseString(
            "imece.stage.warm-up { messages = %d, within = %s }".formatted(messages, within))
        .withFallback(ConfigFactory.parseResources("pekko-defaults.conf"))
        .withFallback(ConfigFactory.load());
  }
}
