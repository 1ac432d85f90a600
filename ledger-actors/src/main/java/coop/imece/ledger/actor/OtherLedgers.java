package coop.imece.ledger.actor;

import coop.imece.ledger.journal.DatabaseKind;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * A second member that needs the journal must not find another one: it would go on with another
 * history.
 */
final class OtherLedgers {
  private OtherLedgers() {}

  /** Objects while another member is more than a node and the journal is a file of this machine. */
  static Supplier<Optional<String>> objection(ActorSystem<?> system, LedgerSettings settings) {
    if (settings.journal().kind() != DatabaseKind.H2) {
      return Optional::empty;
    }
    var cluster = Cluster.get(system);
    return () ->
        StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
            .filter(member -> LedgerSingleton.ONE_PROCESS.stream().anyMatch(member::hasRole))
            .filter(member -> !member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
            .findFirst()
            .map(
                member ->
                    ("member %s has a role of gateway, ledger and scheduler too, and an H2 journal is "
                            + "a file of one process: set imece.ledger.journal.url (IMECE_LEDGER_JOURNAL_URL) to a "
                            + "PostgreSQL database")
                        .formatted(member.address()));
  }
}
