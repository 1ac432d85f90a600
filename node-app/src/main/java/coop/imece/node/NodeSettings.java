package coop.imece.node;

import com.typesafe.config.Config;
import coop.imece.cli.Folders;
import coop.imece.cli.Installation;
import coop.imece.cli.ModelFolder;
import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ModelChoice;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.WalletId;
import coop.imece.node.device.DeviceFolder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one node offers: section {@code imece.node} of the configuration.
 *
 * @param models folders of the models, the one it would rather serve first
 * @param layers forced by the owner; empty lets the scheduler choose
 * @param memoryBytes for weights and KV caches; empty leaves it to {@link NodeMemory}
 * @param threads for tensor work
 * @param wallet that the node works for; empty for one of its own
 * @param data folder of this node's own files
 * @param deviceFolder of the machine's benchmark results
 * @param measures whether a machine without a result is measured
 * @param measureAfter how long the stage serves before that
 * @param measureWithin how long that waits for a stage without sessions
 * @param drainWithin how long sessions may last after the signal to stop
 */
public record NodeSettings(
    String name,
    List<Path> models,
    Precision precision,
    Optional<LayerRange> layers,
    OptionalLong memoryBytes,
    int threads,
    String region,
    Optional<WalletId> wallet,
    Path data,
    Path deviceFolder,
    boolean measures,
    Duration measureAfter,
    Duration measureWithin,
    Duration drainWithin,
    ClusterSettings cluster) {
  private static final String AUTO = "auto";

  public NodeSettings {
    models = List.copyOf(models);
    memoryBytes.ifPresent(NodeSettings::requireMemory);
    if (threads < 1) {
      throw new IllegalArgumentException(
          "imece.node.threads must be at least 1, was %d".formatted(threads));
    }
  }

  /**
   * @throws ConfigException naming the key that can't be used
   */
  public static NodeSettings from(Config config, Installation installation) {
    var section = config.getConfig("imece.node");
    var model = ModelChoice.from(config);
    var layers = section.getString("layers");
    var wallet = section.getString("wallet");
    var device = section.getString("device-folder");
    try {
      return new NodeSettings(
          section.getString("name").isEmpty() ? hostName() : section.getString("name"),
          ModelFolder.findAll(model.folders(), installation),
          model.precision(),
          layers.isEmpty() ? Optional.empty() : Optional.of(LayerRange.parseInclusive(layers)),
          section.getString("memory").equals(AUTO)
              ? OptionalLong.empty()
              : OptionalLong.of(section.getBytes("memory")),
          section.getString("threads").equals(AUTO)
              ? Runtime.getRuntime().availableProcessors()
              : section.getInt("threads"),
          section.getString("region"),
          wallet.isEmpty() ? Optional.empty() : Optional.of(new WalletId(wallet)),
          dataFolder(config),
          DeviceFolder.of(device.isEmpty() ? Optional.empty() : Optional.of(Path.of(device))),
          section.getBoolean("measure"),
          section.getDuration("measure-after"),
          section.getDuration("measure-within"),
          section.getDuration("drain-within"),
          ClusterSettings.from(config, Set.of(ClusterRole.NODE)));
    } catch (com.typesafe.config.ConfigException | IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }

  private static void requireMemory(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "imece.node.memory must be above 0, was %d bytes".formatted(bytes));
    }
  }

  /** Folder of this node's own files. */
  public static Path dataFolder(Config config) {
    var data = config.getString("imece.data");
    return data.isEmpty() ? Folders.ofUser().data().resolve("node") : Path.of(data);
  }

  /** In a node's data folder: its key pair. */
  public static Path identityFile(Path dataFolder) {
    return NodeIdentity.keyFile(dataFolder);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node";
    }
  }
}
