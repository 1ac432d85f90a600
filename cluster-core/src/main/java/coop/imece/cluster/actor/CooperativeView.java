package coop.imece.cluster.actor;

import coop.imece.cluster.ClusterRole;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** What the cluster's state says of the cooperative's ledgers: without one there is none. */
record CooperativeView(CurrentClusterState state) {

  /** Whether a member with the role ledger is up, and taken to be alive. */
  boolean coordinated() {
    return ledgers()
        .filter(member -> member.status().equals(MemberStatus.up()))
        .anyMatch(member -> !state.getUnreachable().contains(member));
  }

  boolean knows(String member, long uid) {
    return members()
        .map(Member::uniqueAddress)
        .anyMatch(known -> known.longUid() == uid && known.address().toString().equals(member));
  }

  /** Of the members with the role ledger, dead or alive. */
  Set<Address> ledgerAddresses() {
    return ledgers().map(Member::address).collect(Collectors.toSet());
  }

  private Stream<Member> ledgers() {
    return members().filter(member -> member.hasRole(ClusterRole.LEDGER.wireName()));
  }

  private Stream<Member> members() {
    return StreamSupport.stream(state.getMembers().spliterator(), false);
  }
}
