package coop.imece.gateway;

import com.typesafe.config.Config;
import coop.imece.cluster.ClusterSystem;
import coop.imece.cluster.Ending;
import coop.imece.cluster.Membership;
import coop.imece.cluster.config.ConfigException;
import coop.imece.gateway.actor.CoordinatorGuardian;
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
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The life of a process that is gateway, ledger, scheduler or several of them. One with the ledger
 * does not join again by itself: others join it.
 */
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
    var start = settings.hasGateway() ? gateway() : coordinator();
    return settings.hasLedger()
        ? Ending.await(start.get())
        : Membership.create(settings.cluster(), start).keep();
  }

  private Supplier<ActorSystem<?>> gateway() {
    var operator = operatorToken();
    var complete = completeConfig();
    return () ->
        ClusterSystem.start(
            GatewayGuardian.create(openModels(), settings.precision(), operator),
            settings.cluster(),
            complete);
  }

  private Supplier<ActorSystem<?>> coordinator() {
    var complete = completeConfig();
    return () ->
        ClusterSystem.start(
            CoordinatorGuardian.create(settings.cluster().roles()), settings.cluster(), complete);
  }

  private Config completeConfig() {
    return JournalStart.prepare(settings.withLedgerDirectory(config));
  }

  private OperatorToken operatorToken() {
    try {
      return OperatorToken.make(settings.data(), new SecureRandom());
    } catch (IOException e) {
      throw new ConfigException(
          "imece.data: can't make %s there: %s".formatted(OperatorToken.FILE, e.getMessage()));
    }
  }

  /** Anew for each start: a guardian closes the tokenizers of its own. */
  private List<GatewayModel> openModels() {
    return settings.models().stream().map(GatewayProcess::open).toList();
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
