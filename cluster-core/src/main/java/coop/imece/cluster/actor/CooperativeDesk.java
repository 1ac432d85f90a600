package coop.imece.cluster.actor;

import coop.imece.cluster.actor.CooperativeProtocol.AskCooperative;
import coop.imece.cluster.actor.CooperativeProtocol.CooperativeIs;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;

/** Tells members of this and of earlier cooperatives which one this process is part of. */
final class CooperativeDesk {
  private CooperativeDesk() {}

  static Behavior<AskCooperative> create() {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          return Behaviors.receive(AskCooperative.class)
              .onMessage(
                  AskCooperative.class,
                  ask -> {
                    var view = new CooperativeView(cluster.state());
                    ask.replyTo()
                        .tell(
                            new CooperativeIs(
                                view.coordinated(), view.knows(ask.member(), ask.uid())));
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
