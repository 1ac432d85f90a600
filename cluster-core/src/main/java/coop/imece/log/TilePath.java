package coop.imece.log;

import java.util.regex.Pattern;

/**
 * Where a tile is published (C2SP tlog-tiles), relative to the log's folder.
 *
 * @param level of hash tiles 0 to 63; -1 for the entries themselves
 * @param index 0-based among the tiles of the level
 * @param width how many of its 256 places are filled
 */
public record TilePath(int level, long index, int width) {
  public static final int ENTRIES = -1;
  public static final int FULL = 256;

  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public TilePath {
    if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "need level -1 to 63, index 0 or more, width 1 to 256, was %d, %d, %d"
              .formatted(level, index, width));
    }
  }

  /** Reads a path in its one spelling. */
  public static TilePath parse(String path) {
    var match = PATH.matcher(path);
    if (!match.matches()) {
      throw new MalformedException("not the path of a tile: '%s'".formatted(path));
    }
    var level = match.group(1).equals("entries") ? ENTRIES : Integer.parseInt(match.group(1));
    var index = Long.parseLong(match.group(2).replaceAll("[x/]", ""));
    var width = match.group(3) == null ? FULL : Integer.parseInt(match.group(3));
    if (level <= 63 && width <= FULL) {
      var parsed = new TilePath(level, index, width);
      if (parsed.toString().equals(path)) {
        return parsed;
      }
    }
    throw new MalformedException("not the path of a tile: '%s'".formatted(path));
  }

  /** How many of the level's tiles are full in a log of that size. */
  public static long fullTiles(int level, long size) {
    return hashes(level, size) / FULL;
  }

  /** The width of the level's last tile in a log of that size, 0 when all are full. */
  public static int partialWidth(int level, long size) {
    return (int) (hashes(level, size) % FULL);
  }

  /** The tile that holds a hash of the level, as wide as a log of that size makes it. */
  public static TilePath holding(int level, long hash, long size) {
    var index = hash / FULL;
    var width = index < fullTiles(level, size) ? FULL : partialWidth(level, size);
    return new TilePath(level, index, width);
  }

  /** Hashes of a tile level: one for every complete subtree of 256^level leaves. */
  private static long hashes(int level, long size) {
    var shift = 8 * Math.max(level, 0);
    return shift > 62 ? 0 : size >>> shift;
  }

  @Override
  public String toString() {
    var groups = new StringBuilder("%03d".formatted(index % 1000));
    for (var rest = index / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x%03d/".formatted(rest % 1000));
    }
    var name = level == ENTRIES ? "entries" : Integer.toString(level);
    var partial = width == FULL ? "" : ".p/" + width;
    return "tile/" + name + "/" + groups + partial;
  }
}
