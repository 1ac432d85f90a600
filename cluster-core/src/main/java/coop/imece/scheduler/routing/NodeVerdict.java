package coop.imece.scheduler.routing;

import coop.imece.core.LayerRange;
import coop.imece.core.NodeId;
import java.util.Optional;

/**
 * Why a node was or was not chosen.
 *
 * @param layers of its slice, if it has one
 * @param text the same in words, with figures
 */
public record NodeVerdict(NodeId node, Optional<LayerRange> layers, Verdict verdict, String text) {

  /** In order of precedence. */
  public enum Verdict {
    CHOSEN,
    /** The node serves or loads another model, or has no slice. */
    NOT_SERVING,
    LOADING,
    FAILED,
    /** By its owner. */
    PAUSED,
    LEAVING,
    /** It serves nothing until an operator clears it. */
    SUSPENDED,
    /** The request named it. */
    AVOIDED,
    /** It failed a session a short while ago. */
    BANNED,
    KV_CACHE_FULL,
    /** No ready slices lead up to it, or none lead on from it. */
    DEAD_END,
    /** Every pipeline through it takes longer than the one chosen, or as long. */
    SLOWER
  }
}
