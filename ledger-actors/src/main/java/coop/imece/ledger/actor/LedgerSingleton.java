package coop.imece.ledger.actor;

import coop.imece.core.Bytes;
import coop.imece.identity.KeyFile;
import coop.imece.ledger.actor.LedgerProtocol.Request;
import coop.imece.ledger.auth.Signing;
import coop.imece.ledger.journal.DatabaseKind;
import coop.imece.ledger.journal.JournalSettings;
import java.io.IOException;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/** The ledger as the one of its kind in the cluster, on members with the role {@code ledger}. */
public final class LedgerSingleton {
  private static final String NAME = "ledger";

  /** The role of members that may host it. */
  public static final String ROLE = "ledger";

  /** What shares one process when the journal is a file. */
  static final Set<String> ONE_PROCESS = Set.of("gateway", ROLE, "scheduler");

  private LedgerSingleton() {}

  /**
   * Hosts the ledger on this member, or elsewhere if an older member does already.
   *
   * @param gateway the raw public key of this process's own gateway, let in beside those of the
   *     settings
   * @return where requests go, wherever the ledger runs
   * @throws IOException when the signing key can't be read
   * @throws IllegalStateException when an embedded journal would be shared by processes
   */
  public static ActorRef<Request> host(
      ActorSystem<?> system, LedgerSettings settings, Bytes gateway) throws IOException {
    requireOneProcess(settings.journal(), Cluster.get(system).selfMember().getRoles());
    var root = root(settings, gateway, OtherLedgers.objection(system, settings));
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(root.behavior(), NAME)
                .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE)));
  }

  /**
   * Runs a ledger in a system that is no cluster: benchmarks and rehearsals.
   *
   * @throws IOException when the signing key can't be read
   */
  public static ActorRef<Request> alone(
      ActorSystem<?> system, LedgerSettings settings, Bytes gateway) throws IOException {
    var root = root(settings, gateway, Optional::empty);
    return system.systemActorOf(root.behavior(), NAME, Props.empty());
  }

  private static LedgerRoot root(
      LedgerSettings settings, Bytes gateway, Supplier<Optional<String>> objection)
      throws IOException {
    return new LedgerRoot(
        settings,
        signingKey(settings),
        gateway,
        objection,
        InstantSource.system(),
        Failpoint.IGNORED);
  }

  /** Finds the ledger from a member that does not host it. */
  public static ActorRef<Request> find(ActorSystem<?> system) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(Behaviors.<Request>empty(), NAME)
                .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE)));
  }

  /** The key that signs checkpoints and answers greetings; made when there is none. */
  public static KeyPair signingKey(LedgerSettings settings) throws IOException {
    return KeyFile.loadOrCreate(settings.signingKey());
  }

  /** The raw public key of {@link #signingKey}. */
  public static Bytes publicKey(LedgerSettings settings) throws IOException {
    return Signing.raw(signingKey(settings).getPublic());
  }

  /**
   * An H2 file is opened by one process, so whoever needs the journal must be in it.
   *
   * @throws IllegalStateException when the process lacks a role
   */
  public static void requireOneProcess(JournalSettings journal, Set<String> roles) {
    if (journal.kind() == DatabaseKind.H2 && !roles.containsAll(ONE_PROCESS)) {
      throw new IllegalStateException(
          ("an H2 journal is opened by one process with the roles %s, this one has %s: set "
                  + "imece.ledger.journal.url (IMECE_LEDGER_JOURNAL_URL) to a PostgreSQL database")
              .formatted(new TreeSet<>(ONE_PROCESS), named(roles)));
    }
  }

  /** Without the data centre that Pekko adds. */
  private static Set<String> named(Set<String> roles) {
    return roles.stream()
        .filter(role -> !role.startsWith("dc-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
