package coop.imece.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.cluster.Membership;
import coop.imece.core.WalletId;
import coop.imece.model.ModelFolder;
import coop.imece.node.actor.HardwareOffer;
import coop.imece.node.actor.NodeGuardian;
import coop.imece.node.actor.NodeOffer;
import coop.imece.node.conduct.PauseFile;
import coop.imece.node.device.DeviceStore;
import coop.imece.node.device.NodeDevice;
import coop.imece.node.slice.SliceHolder;
import coop.imece.shard.actor.EngineDispatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a contributor's process: it joins, serves, and joins again after an outage. */
public final class NodeProcess {
  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
  private static final Duration END_WITHIN = Duration.ofSeconds(20);
  private static final Duration BEYOND_DRAINING = Duration.ofSeconds(3);
  private static final String DRAIN_PHASE_TIMEOUT =
      "pekko.coordinated-shutdown.phases.before-service-unbind.timeout";

  private final NodeSettings settings;
  private final Config config;

  private NodeProcess(NodeSettings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  public static NodeProcess create(NodeSettings settings, Config config) {
    return new NodeProcess(settings, config);
  }

  /**
   * Blocks until the process is to end. What is loaded stays loaded from one membership to the
   * next.
   *
   * @throws coop.imece.model.ModelFolderException when the model can't be served from its folder
   * @throws coop.imece.cluster.config.ConfigException when it can't be computed where it is to be
   */
  public Ending run() {
    var folders = settings.models().stream().map(ModelFolder::open).toList();
    var precision = settings.precision();
    var device = NodeDevice.of(config, precision);
    LOG.info(
        "slices in {} are computed on {}; a graphics card, where PyTorch has one, takes fp32 and bf16",
        precision.wireName(),
        device.name());
    var identity = NodeIdentity.of(settings.data());
    var offer =
        new NodeOffer(
            identity.id(),
            ServedModels.of(folders, precision),
            NodeMemory.bytes(settings.memoryBytes(), device),
            settings.layers(),
            settings.region().isEmpty() ? Optional.empty() : Optional.of(settings.region()),
            Instant.now(),
            new PauseFile(settings.data()),
            settings.drainWithin());
    var hardware =
        new HardwareOffer(
            identity.publicKey(),
            settings.wallet().orElseGet(() -> WalletId.of(identity.publicKey().array())),
            new DeviceStore(settings.deviceFolder(), device),
            settings.measures(),
            settings.measureAfter(),
            settings.measureWithin());
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended), "await-engine"));
    try (var holder = new SliceHolder(folders, precision, device)) {
      return Membership.create(
              settings.cluster(),
              () ->
                  ClusterSystem.start(
                      NodeGuardian.create(offer, hardware, holder),
                      settings.cluster(),
                      withTimeToDrain(),
                      new EngineDispatcher.Engine(holder.engine())))
          .keep();
    } finally {
      ended.countDown();
    }
  }

  /** The phase that drains must outlast the draining. */
  private Config withTimeToDrain() {
    var limit = settings.drainWithin().plus(BEYOND_DRAINING);
    return ConfigFactory.parseMap(Map.of(DRAIN_PHASE_TIMEOUT, limit.toMillis() + "ms"))
        .withFallback(config);
  }

  /** Keeps the process until the engine is at rest: its native libraries unload under it else. */
  private void await(CountDownLatch ended) {
    try {
      var limit = END_WITHIN.plus(settings.drainWithin());
      ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
