package coop.imece.gateway;

import com.typesafe.config.Config;
import coop.imece.cli.Folders;
import coop.imece.cli.Installation;
import coop.imece.cli.ModelFolder;
import coop.imece.cluster.ClusterRole;
import coop.imece.cluster.ClusterSettings;
import coop.imece.cluster.ModelChoice;
import coop.imece.cluster.config.ConfigException;
import coop.imece.core.Precision;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway process with ledger and scheduler runs on.
 *
 * @param model folder of the model that is served
 * @param precision empty for the type that the weights are stored in
 * @param data folder of this process's own files
 */
public record GatewayProcessSettings(
    Path model, Optional<Precision> precision, Path data, ClusterSettings cluster) {
  private static final Set<ClusterRole> ROLES =
      Set.of(ClusterRole.GATEWAY, ClusterRole.LEDGER, ClusterRole.SCHEDULER);

  /**
   * @throws ConfigException naming the key that can't be used
   */
  public static GatewayProcessSettings from(Config config, Installation installation) {
    var model = ModelChoice.from(config);
    var data = config.getString("imece.data");
    try {
      return new GatewayProcessSettings(
          ModelFolder.find(model.folder(), installation),
          model.precision(),
          data.isEmpty() ? Folders.ofUser().data().resolve("gateway") : Path.of(data),
          ClusterSettings.from(config, ROLES));
    } catch (com.typesafe.config.ConfigException | IllegalArgumentException e) {
      throw new ConfigException(e.getMessage());
    }
  }
}
