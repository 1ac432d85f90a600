package coop.imece.scheduler.routing;

import coop.imece.core.NodeId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The ready slices of one model in flat arrays, one slot a node, so that ten thousand are looked
 * through in a fraction of a millisecond. Slots change their number when a node is removed.
 */
final class SliceTable {
  private static final int FIRST_CAPACITY = 16;

  private final Map<NodeId, Integer> slots = new HashMap<>();
  private final Buckets buckets = new Buckets();
  private int size;

  NodeId[] node = new NodeId[FIRST_CAPACITY];
  int[] bucket = new int[FIRST_CAPACITY];
  int[] freePositions = new int[FIRST_CAPACITY];
  int[] sessions = new int[FIRST_CAPACITY];
  double[] decodeSeconds = new double[FIRST_CAPACITY];
  double[] prefillSeconds = new double[FIRST_CAPACITY];

  /** What the ring's two hops at the node take beyond those between regions. */
  double[] accessSeconds = new double[FIRST_CAPACITY];

  /** Sessions owed to the node for its minimum share, as of {@link #shareAsOf}. */
  double[] owed = new double[FIRST_CAPACITY];

  /** The count of planned sessions at which {@link #owed} was true. */
  long[] shareAsOf = new long[FIRST_CAPACITY];

  Buckets buckets() {
    return buckets;
  }

  int size() {
    return size;
  }

  /** The slot of a node, or -1. */
  int slot(NodeId id) {
    return slots.getOrDefault(id, -1);
  }

  /**
   * Enters or updates a node.
   *
   * @param plannedSessions sessions planned so far, from which a new node's share is counted
   */
  void put(NodeId id, RoutableSlice slice, long plannedSessions) {
    var slot = slot(id);
    if (slot < 0) {
      slot = size++;
      if (size > node.length) {
        grow();
      }
      slots.put(id, slot);
      node[slot] = id;
      owed[slot] = 0;
      shareAsOf[slot] = plannedSessions;
    }
    bucket[slot] = buckets.number(slice.layers(), slice.region());
    freePositions[slot] = slice.freePositions();
    sessions[slot] = slice.sessions();
    decodeSeconds[slot] = slice.speed().decodeSeconds();
    prefillSeconds[slot] = slice.speed().prefillSeconds();
    accessSeconds[slot] = 2 * slice.accessSeconds();
  }

  void remove(NodeId id) {
    var slot = slots.remove(id);
    if (slot != null) {
      var last = --size;
      if (slot != last) {
        move(last, slot);
        slots.put(node[slot], slot);
      }
      node[last] = null;
    }
  }

  private void move(int from, int to) {
    node[to] = node[from];
    bucket[to] = bucket[from];
    freePositions[to] = freePositions[from];
    sessions[to] = sessions[from];
    decodeSeconds[to] = decodeSeconds[from];
    prefillSeconds[to] = prefillSeconds[from];
    accessSeconds[to] = accessSeconds[from];
    owed[to] = owed[from];
    shareAsOf[to] = shareAsOf[from];
  }

  private void grow() {
    var capacity = node.length * 2;
    node = Arrays.copyOf(node, capacity);
    bucket = Arrays.copyOf(bucket, capacity);
    freePositions = Arrays.copyOf(freePositions, capacity);
    sessions = Arrays.copyOf(sessions, capacity);
    decodeSeconds = Arrays.copyOf(decodeSeconds, capacity);
    prefillSeconds = Arrays.copyOf(prefillSeconds, capacity);
    accessSeconds = Arrays.copyOf(accessSeconds, capacity);
    owed = Arrays.copyOf(owed, capacity);
    shareAsOf = Arrays.copyOf(shareAsOf, capacity);
  }
}
