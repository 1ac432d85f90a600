package coop.imece.scheduler;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import java.util.List;

/**
 * What placement needs to know of a model that a node could serve: its length and its memory.
 *
 * @param id of the served model
 * @param layerBytes weights of one decoder layer at {@code precision}
 * @param firstExtraBytes what the first slice holds besides its layers (the embedding)
 * @param lastExtraBytes what the last slice holds besides its layers (final norm and head)
 * @param kvBytes keys and values of one position in one layer
 * @param maxContext positions, prompt and answer together
 */
public record ServedModel(
    String id,
    Precision precision,
    int layers,
    long layerBytes,
    long firstExtraBytes,
    long lastExtraBytes,
    long kvBytes,
    int maxContext) {

  public ServedModel {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a served model needs an id, was '%s'".formatted(id));
    }
    positive("layers", layers);
    positive("layerBytes", layerBytes);
    positive("kvBytes", kvBytes);
    positive("maxContext", maxContext);
    if (firstExtraBytes < 0 || lastExtraBytes < 0) {
      throw new IllegalArgumentException(
          "extra bytes must be 0 or more, was %d and %d"
              .formatted(firstExtraBytes, lastExtraBytes));
    }
  }

  public LayerRange allLayers() {
    return new LayerRange(0, layers);
  }

  /** Memory of a slice with room for the keys and values of {@code positions} positions. */
  public long bytes(LayerRange slice, int positions) {
    var bytes = slice.count() * perLayer(positions);
    bytes += slice.start() == 0 ? firstExtraBytes : 0;
    return bytes + (slice.end() == layers ? lastExtraBytes : 0);
  }

  /** Parts of which a decode step reads as many weights each, as far as layers allow it. */
  List<LayerRange> evenParts(int parts) {
    return LayerRange.balanced(layers, parts, (double) lastExtraBytes / layerBytes);
  }

  /** Weights that a decode step on a slice reads: of the embedding it reads next to nothing. */
  long stepBytes(LayerRange slice) {
    return slice.count() * layerBytes + (slice.end() == layers ? lastExtraBytes : 0);
  }

  /** The most layers from {@code start} on that fit, 0 when not even one does. */
  public int mostLayers(int start, long memoryBytes, int positions) {
    var left = memoryBytes - (start == 0 ? firstExtraBytes : 0);
    var most = (int) Math.min(Math.max(0, left / perLayer(positions)), layers - start);
    var reachesHead = most > 0 && start + most == layers;
    var headFits = reachesHead && bytes(new LayerRange(start, layers), positions) <= memoryBytes;
    return reachesHead && !headFits ? most - 1 : most;
  }

  private long perLayer(int positions) {
    return layerBytes + kvBytes * Math.min(positions, maxContext);
  }

  private static void positive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be 1 or more, was " + value);
    }
  }
}
