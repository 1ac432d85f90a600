package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.scheduler.registry.FactEvent.HardwareChanged;
import coop.imece.scheduler.registry.FactEvent.MultiplierCapped;
import coop.imece.scheduler.registry.FactEvent.NodeAway;
import coop.imece.scheduler.registry.FactEvent.NodeRated;
import coop.imece.scheduler.registry.FactEvent.NodeRegistered;
import coop.imece.scheduler.registry.FactEvent.NodeRemeasured;
import coop.imece.scheduler.registry.FactEvent.NodeReturned;
import coop.imece.scheduler.registry.FactEvent.ReviewCleared;
import coop.imece.scheduler.registry.FactEvent.ReviewOpened;
import coop.imece.scheduler.registry.FactEvent.TaskRecorded;
import coop.imece.scheduler.reliability.NodeStanding;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The facts about nodes that outlive the scheduler, changed by events only. One actor owns it and
 * it changes in place: ten thousand nodes are not copied at every event.
 */
public final class Registry {
  /** What a draft was begun from: it holds only what has changed since. */
  private final Optional<Registry> base;

  private final Map<NodeId, NodeFacts> nodes = new HashMap<>();
  private final Map<String, IdentityFacts> identities = new HashMap<>();
  private final Map<String, List<NodeId>> nodesOfFingerprint = new HashMap<>();
  private final Map<NodeId, NodeRated> rated = new HashMap<>();
  private final Set<NodeId> inQuarantine = new HashSet<>();

  private Registry(Optional<Registry> base) {
    this.base = base;
    base.ifPresent(registry -> inQuarantine.addAll(registry.inQuarantine));
  }

  public static Registry empty() {
    return new Registry(Optional.empty());
  }

  /** From a snapshot. */
  public static Registry of(
      Collection<NodeFacts> nodes,
      Collection<IdentityFacts> identities,
      Collection<NodeRated> rated) {
    var registry = empty();
    rated.forEach(registry::apply);
    nodes.forEach(registry::put);
    identities.forEach(facts -> registry.identities.put(facts.fingerprint(), facts));
    return registry;
  }

  public List<NodeFacts> nodes() {
    return List.copyOf(nodes.values());
  }

  public List<IdentityFacts> identities() {
    return List.copyOf(identities.values());
  }

  /** What was last said of each node's worth. */
  public List<NodeRated> rated() {
    return List.copyOf(rated.values());
  }

  /** Nodes that were last said to be in quarantine. */
  List<NodeRated> ratedInQuarantine() {
    return inQuarantine.stream().flatMap(id -> rated(id).stream()).toList();
  }

  Optional<NodeRated> rated(NodeId id) {
    return find(registry -> registry.rated, id);
  }

  public Optional<NodeFacts> node(NodeId id) {
    return find(registry -> registry.nodes, id);
  }

  /** In a draft, else in what it was begun from. */
  private <K, V> Optional<V> find(Function<Registry, Map<K, V>> kept, K key) {
    return Optional.ofNullable(kept.apply(this).get(key))
        .or(() -> base.flatMap(registry -> registry.find(kept, key)));
  }

  /** Of a node that events speak of. */
  private NodeFacts known(NodeId id) {
    return node(id).orElseThrow();
  }

  /** The facts that a node shares with all of its fingerprint. */
  IdentityFacts identity(String fingerprint) {
    return find(registry -> registry.identities, fingerprint)
        .orElseGet(() -> IdentityFacts.fresh(fingerprint));
  }

  /** Every node with the fingerprint, in the order in which they registered. */
  List<NodeFacts> withFingerprint(String fingerprint) {
    return idsWith(fingerprint).stream().map(this::known).toList();
  }

  private List<NodeId> idsWith(String fingerprint) {
    return find(registry -> registry.nodesOfFingerprint, fingerprint).orElse(List.of());
  }

  public List<Rating> ratings() {
    return nodes.values().stream().map(this::rating).toList();
  }

  /** Of all nodes that commands may have changed: those named, and those that share hardware. */
  public List<Rating> ratingsOf(List<FactCommand> commands) {
    return commands.stream()
        .map(FactCommand::node)
        .distinct()
        .flatMap(id -> node(id).stream())
        .flatMap(facts -> withFingerprint(facts.measured().fingerprint()).stream())
        .distinct()
        .map(this::rating)
        .toList();
  }

  Rating rating(NodeFacts facts) {
    var identity = identity(facts.measured().fingerprint());
    return new Rating(
        facts.node(),
        facts.measured().hardwareClass(),
        facts.cappedM4(),
        identity.r4(),
        facts.review(),
        identity.quarantineUntilMillis());
  }

  /**
   * One that changes apart from this one, which must not change meanwhile. It answers for single
   * nodes and identities; the lists of all are this one's alone.
   */
  Registry draft() {
    return new Registry(Optional.of(this));
  }

  public Registry apply(FactEvent event) {
    if (event instanceof NodeRegistered e) {
      put(new NodeFacts(e.measurement(), e.m4(), 0, Optional.empty(), false));
    } else if (event instanceof HardwareChanged e) {
      put(known(e.measurement().node()).measured(e.measurement(), e.changes()));
      var fingerprint = e.measurement().fingerprint();
      identities.put(fingerprint, identity(fingerprint).quarantined(e.quarantineUntilMillis()));
    } else if (event instanceof NodeRemeasured e) {
      var facts = known(e.measurement().node());
      put(facts.measured(e.measurement(), facts.hardwareChanges()));
    } else if (event instanceof MultiplierCapped e) {
      put(known(e.node()).capped(e.m4()));
    } else if (event instanceof TaskRecorded e) {
      var fingerprint = known(e.node()).measured().fingerprint();
      identities.put(fingerprint, identity(fingerprint).with(e.completed()));
    } else if (event instanceof ReviewOpened e) {
      put(known(e.node()).underReview(e.reason()));
    } else if (event instanceof ReviewCleared e) {
      clear(known(e.node()));
    } else if (event instanceof NodeAway e) {
      put(known(e.node()).away(true));
    } else if (event instanceof NodeReturned e) {
      put(known(e.node()).away(false));
    } else if (event instanceof NodeRated e) {
      rate(e);
    } else {
      throw new IllegalStateException("unknown event " + event.getClass());
    }
    return this;
  }

  /** A node cleared of low reliability starts with an empty window, else it fell again at once. */
  private void clear(NodeFacts facts) {
    if (facts.review().equals(Optional.of(ReviewReason.LOW_RELIABILITY))) {
      var fingerprint = facts.measured().fingerprint();
      identities.put(fingerprint, identity(fingerprint).withFreshWindow());
    }
    put(facts.cleared());
  }

  private void put(NodeFacts facts) {
    var before = node(facts.node()).map(known -> known.measured().fingerprint());
    var fingerprint = facts.measured().fingerprint();
    nodes.put(facts.node(), facts);
    if (!before.equals(Optional.of(fingerprint))) {
      before.ifPresent(f -> nodesOfFingerprint.put(f, without(idsWith(f), facts.node())));
      nodesOfFingerprint.put(fingerprint, both(idsWith(fingerprint), List.of(facts.node())));
    }
  }

  private void rate(NodeRated said) {
    rated.put(said.node(), said);
    if (said.standing() == NodeStanding.QUARANTINE) {
      inQuarantine.add(said.node());
    } else {
      inQuarantine.remove(said.node());
    }
  }

  private static List<NodeId> without(List<NodeId> ids, NodeId id) {
    return ids.stream().filter(other -> !other.equals(id)).toList();
  }

  private static List<NodeId> both(List<NodeId> a, List<NodeId> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }
}
