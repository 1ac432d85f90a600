package coop.imece.gateway;

import com.typesafe.config.Config;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.cluster.config.ConfigException;
import coop.imece.gateway.actor.GatewayGuardian;
import coop.imece.gateway.actor.GatewayModel;
import coop.imece.gateway.operator.OperatorToken;
import coop.imece.gateway.tokenizer.ModelTokenizer;
import coop.imece.ledger.journal.JournalStart;
import coop.imece.model.ModelFolder;
import coop.imece.model.ModelFolderException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

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

  /**
   * Blocks until the process is to end.
   *
   * @throws coop.imece.model.ModelFolderException when the model's folder can't be used
   */
  public Ending run() {
    var models = settings.models().stream().map(GatewayProcess::open).toList();
    var guardian = GatewayGuardian.create(models, settings.precision(), operatorToken());
    var complete = JournalStart.prepare(settings.withLedgerDirectory(config));
    return Ending.await(ClusterSystem.start(guardian, settings.cluster(), complete));
  }

  private OperatorToken operatorToken() {
    try {
      return OperatorToken.make(settings.data(), new SecureRandom());
    } catch (IOException e) {
      throw new ConfigException(
          "imece.data: can't make %s there: %s".formatted(OperatorToken.FILE, e.getMessage()));
    }
  }

  private static GatewayModel open(Path path) {
    var folder = ModelFolder.open(path);
    try {
      return new GatewayModel(folder, ModelTokenizer.load(folder.path()));
    } catch (IOException e) {
      throw new ModelFolderException("%s: %s".formatted(folder.path(), e.getMessage()));
    }
  }
}
