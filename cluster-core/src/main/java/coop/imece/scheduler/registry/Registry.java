package coop.imece.scheduler.registry;

import coop.imece.core.NodeId;
import coop.imece.scheduler.registry.FactEvent.HardwareChanged;
import coop.imece.scheduler.registry.FactEvent.MultiplierCapped;
import coop.imece.scheduler.registry.FactEvent.NodeRated;
import coop.imece.scheduler.registry.FactEvent.NodeRegistered;
import coop.imece.scheduler.registry.FactEvent.NodeRemeasured;
import coop.imece.scheduler.registry.FactEvent.ReviewCleared;
import coop.imece.scheduler.registry.FactEvent.ReviewOpened;
import coop.imece.scheduler.registry.FactEvent.TaskRecorded;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The facts about nodes that outlive the scheduler, changed by events only. One actor owns it and
 * it changes in place: ten thousand nodes are not copied at every event.
 */
public final class Registry {
  private final Map<NodeId, NodeFacts> nodes = new HashMap<>();
  private final Map<String, IdentityFacts> identities = new HashMap<>();
  private final Map<String, List<NodeId>> nodesOfFingerprint = new HashMap<>();
  private final Map<NodeId, NodeRated> rated = new HashMap<>();

  public static Registry empty() {
    return new Registry();
  }

  /** From a snapshot. */
  public static Registry of(
      Collection<NodeFacts> nodes,
      Collection<IdentityFacts> identities,
      Collection<NodeRated> rated) {
    var registry = new Registry();
    rated.forEach(rating -> registry.rated.put(rating.node(), rating));
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

  Optional<NodeRated> rated(NodeId id) {
    return Optional.ofNullable(rated.get(id));
  }

  public Optional<NodeFacts> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** The facts that a node shares with all of its fingerprint. */
  IdentityFacts identity(String fingerprint) {
    return identities.getOrDefault(fingerprint, IdentityFacts.fresh(fingerprint));
  }

  /** Every node with the fingerprint, in the order in which they registered. */
  List<NodeFacts> withFingerprint(String fingerprint) {
    return nodesOfFingerprint.getOrDefault(fingerprint, List.of()).stream()
        .map(nodes::get)
        .toList();
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

  /** A registry that changes apart from this one. */
  Registry copy() {
    var copy = new Registry();
    copy.nodes.putAll(nodes);
    copy.identities.putAll(identities);
    copy.nodesOfFingerprint.putAll(nodesOfFingerprint);
    copy.rated.putAll(rated);
    return copy;
  }

  public Registry apply(FactEvent event) {
    if (event instanceof NodeRegistered e) {
      put(new NodeFacts(e.measurement(), e.m4(), 0, Optional.empty()));
    } else if (event instanceof HardwareChanged e) {
      put(nodes.get(e.measurement().node()).measured(e.measurement(), e.changes()));
      var fingerprint = e.measurement().fingerprint();
      identities.put(fingerprint, identity(fingerprint).quarantined(e.quarantineUntilMillis()));
    } else if (event instanceof NodeRemeasured e) {
      var facts = nodes.get(e.measurement().node());
      put(facts.measured(e.measurement(), facts.hardwareChanges()));
    } else if (event instanceof MultiplierCapped e) {
      put(nodes.get(e.node()).capped(e.m4()));
    } else if (event instanceof TaskRecorded e) {
      var fingerprint = nodes.get(e.node()).measured().fingerprint();
      identities.put(fingerprint, identity(fingerprint).with(e.completed()));
    } else if (event instanceof ReviewOpened e) {
      put(nodes.get(e.node()).underReview(e.reason()));
    } else if (event instanceof ReviewCleared e) {
      clear(nodes.get(e.node()));
    } else if (event instanceof NodeRated e) {
      rated.put(e.node(), e);
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
    var before = nodes.put(facts.node(), facts);
    var fingerprint = facts.measured().fingerprint();
    if (before == null || !before.measured().fingerprint().equals(fingerprint)) {
      if (before != null) {
        nodesOfFingerprint.computeIfPresent(
            before.measured().fingerprint(), (f, ids) -> without(ids, facts.node()));
      }
      nodesOfFingerprint.merge(fingerprint, List.of(facts.node()), Registry::both);
    }
  }

  private static List<NodeId> without(List<NodeId> ids, NodeId id) {
    return ids.stream().filter(other -> !other.equals(id)).toList();
  }

  private static List<NodeId> both(List<NodeId> a, List<NodeId> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }
}
