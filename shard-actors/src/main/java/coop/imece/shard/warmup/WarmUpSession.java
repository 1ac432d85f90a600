package coop.imece.shard.warmup;

import coop.imece.core.Bytes;
import coop.imece.core.HiddenStates;
import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import coop.imece.core.StageInput;
import coop.imece.core.TokenIds;
import coop.imece.shard.decoder.Slice;
import coop.imece.stage.PipelinePlan;
import coop.imece.stage.PrefixBlocks;
import coop.imece.stage.SamplingParameters;
import coop.imece.stage.SessionTerms;
import coop.imece.stage.StageAssignment;
import coop.imece.stage.StageProtocol.Command;
import java.util.ArrayList;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The sessions that a slice is warmed up with: a prompt of one token, then decode steps.
 *
 * @param layers of the slice
 * @param modelLayers of the whole model
 * @param positions that one session reaches
 * @param rowBytes of one position's hidden states
 * @param input of a decode step: any hidden states will do, and any token id
 */
public record WarmUpSession(
    LayerRange layers, int modelLayers, int positions, int rowBytes, StageInput input) {
  private static final int MOST_POSITIONS = 1_024;
  private static final NodeId SLICE_NODE = NodeId.of(new byte[] {1});
  private static final NodeId PEER_NODE = NodeId.of(new byte[] {2});

  /** Sessions that fit the slice. */
  public static WarmUpSession of(Slice slice) {
    var shape = slice.config().shape();
    var rowBytes = shape.hidden() * slice.element().bytes();
    return new WarmUpSession(
        slice.layers(),
        shape.layers(),
        Math.min(MOST_POSITIONS, slice.config().maxPositions()),
        rowBytes,
        slice.first()
            ? TokenIds.of(0)
            : new HiddenStates(1, shape.hidden(), slice.element(), Bytes.own(new byte[rowBytes])));
  }

  /** What two of them take; one may end while the next begins. */
  public long bytes(long kvBytesPerPosition) {
    return 2L * positions * (kvBytesPerPosition + rowBytes);
  }

  public boolean isFirst() {
    return layers.start() == 0;
  }

  public boolean isLast() {
    return layers.end() == modelLayers;
  }

  /** Whether the stage is a pipeline of its own, which sends nothing but sampled tokens. */
  public boolean isWhole() {
    return isFirst() && isLast();
  }

  /** Place of the slice in the plan. */
  public int stage() {
    return isFirst() ? 0 : 1;
  }

  /** The pipeline in which the peer serves all other layers. */
  public PipelinePlan plan(ActorRef<Command> slice, ActorRef<Command> peer) {
    var stages = new ArrayList<StageAssignment>();
    if (!isFirst()) {
      stages.add(new StageAssignment(PEER_NODE, new LayerRange(0, layers.start()), peer));
    }
    stages.add(new StageAssignment(SLICE_NODE, layers, slice));
    if (!isLast()) {
      stages.add(new StageAssignment(PEER_NODE, new LayerRange(layers.end(), modelLayers), peer));
    }
    return new PipelinePlan("warm-up", stages);
  }

  public SessionTerms terms() {
    return new SessionTerms(
        TokenIds.of(0), 1, 1, positions, SamplingParameters.greedy(), Set.of(), PrefixBlocks.NONE);
  }
}
