package coop.imece.scheduler.registry.actor;

import coop.imece.scheduler.registry.FactEvent.NodeRated;
import coop.imece.scheduler.registry.IdentityFacts;
import coop.imece.scheduler.registry.NodeFacts;
import coop.imece.scheduler.registry.Registry;
import java.util.List;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/** The registry as it is stored. */
public record RegistrySnapshot(
    List<NodeFacts> nodes, List<IdentityFacts> identities, List<NodeRated> rated) {

  static final SnapshotAdapter<Registry> ADAPTER =
      new SnapshotAdapter<>() {
        @Override
        public Object toJournal(Registry registry) {
          return new RegistrySnapshot(registry.nodes(), registry.identities(), registry.rated());
        }

        @Override
        public Registry fromJournal(Object stored) {
          var snapshot = (RegistrySnapshot) stored;
          return Registry.of(snapshot.nodes, snapshot.identities, snapshot.rated);
        }
      };
}
