package coop.imece.gateway;

import com.typesafe.config.Config;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.gateway.actor.GatewayGuardian;

/** The life of a gateway process. It does not join again by itself: its ledger has one home. */
public final class GatewayProcess {
  private final GatewayProcessSettings settings;
  private final Config config;

  private GatewayProcess(GatewayProcessSettings settings, Config config) {
    this.settings = settings;
    this.config = config;
  }

  public static GatewayProcess create(GatewayProcessSettings settings, Config config) {
    return new GatewayProcess(settings, config);
  }

  /** Blocks until the process is to end. */
  public Ending run() {
    return Ending.await(
        ClusterSystem.start(GatewayGuardian.create(settings), settings.cluster(), config));
  }
}
