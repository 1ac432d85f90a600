package coop.imece.shard.actor;

import coop.imece.link.actor.Roads;
import coop.imece.stage.StageProtocol.Command;
import coop.imece.stage.StageProtocol.Forward;
import coop.imece.stage.StageProtocol.ForwardBatch;
import coop.imece.stage.StageProtocol.Forwards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What one batch gives to other stages. Decode steps that go the same way go as one message, and
 * before the frames of prompts: the receiver then runs them as one batch too, and two stages take
 * turns with two batches instead of waiting for each other with one. Frames of prompts come many at
 * a time and stay on the cluster's wire, which keeps their order; decode steps take the quickest
 * road.
 */
final class Outgoing {
  /** A batch that needs more goes in several messages; the wire's frames end at 256 KiB. */
  private static final int MAX_BATCH_BYTES = 192 << 10;

  private final Roads roads;
  private final Map<ActorRef<Command>, List<Forward>> steps = new LinkedHashMap<>();
  private final List<Runnable> others = new ArrayList<>();

  Outgoing(Roads roads) {
    this.roads = roads;
  }

  void addStep(ActorRef<Command> receiver, Forward step) {
    steps.computeIfAbsent(receiver, r -> new ArrayList<>()).add(step);
  }

  void addPrompt(ActorRef<Command> receiver, List<Forward> frames) {
    frames.forEach(frame -> others.add(() -> receiver.tell(frame)));
  }

  void send() {
    for (var step : steps.entrySet()) {
      for (var message : pack(step.getValue())) {
        roads.send(step.getKey(), message);
      }
    }
    others.forEach(Runnable::run);
  }

  /** In their order, as few messages as the limit allows; one alone needs no batch. */
  static List<Forwards> pack(List<Forward> frames) {
    var messages = new ArrayList<Forwards>();
    var part = new ArrayList<Forward>();
    var bytes = 0;
    for (var frame : frames) {
      if (!part.isEmpty() && bytes + frame.bytes() > MAX_BATCH_BYTES) {
        messages.add(message(part));
        part.clear();
        bytes = 0;
      }
      part.add(frame);
      bytes += frame.bytes();
    }
    messages.add(message(part));
    return messages;
  }

  private static Forwards message(List<Forward> part) {
    return part.size() == 1 ? part.get(0) : new ForwardBatch(part);
  }
}
