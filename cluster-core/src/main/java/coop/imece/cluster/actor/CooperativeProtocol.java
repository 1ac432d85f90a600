package coop.imece.cluster.actor;

import coop.imece.core.WireMessage;
import org.apache.pekko.actor.typed.ActorRef;

/** By this a member learns whether the cooperative that it is part of is still the cooperative. */
final class CooperativeProtocol {
  /** Where every member that is no node answers, at any address. */
  static final String ACTOR = "cooperative";

  private CooperativeProtocol() {}

  /**
   * Which cooperative are you part of? Asked at an address, so whoever has it now answers.
   *
   * @param member the asker's address
   * @param uid the asker's, which names this start of it
   */
  record AskCooperative(String member, long uid, ActorRef<CooperativeIs> replyTo)
      implements WireMessage {}

  /**
   * @param coordinated whether a ledger is up and reached in the cluster of who answers
   * @param knowsAsker whether the asker is a member of it
   */
  record CooperativeIs(boolean coordinated, boolean knowsAsker) implements WireMessage {
    /** The asker is left over from a cluster that this one has replaced. */
    boolean replacesAskers() {
      return coordinated && !knowsAsker;
    }
  }
}
