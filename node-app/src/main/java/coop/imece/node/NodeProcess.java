package coop.imece.node;

import com.typesafe.config.Config;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.cluster.Membership;
import coop.imece.node.actor.NodeGuardian;

/** The life of a contributor's process: it joins, serves, and joins again after an outage. */
public final class NodeProcess {
  private final NodeSettings settings;
  private final Config config;

  private NodeProcess(NodeSettings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  public static NodeProcess create(NodeSettings settings, Config config) {
    return new NodeProcess(settings, config);
  }

  /** Blocks until the process is to end. */
  public Ending run() {
    return Membership.create(
            settings.cluster(),
            () -> ClusterSystem.start(NodeGuardian.create(settings), settings.cluster(), config))
        .keep();
  }
}
