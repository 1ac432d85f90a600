package coop.imece.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1234067, 256, tile/0/x001/x234/067",
    "0, 0, 256, tile/0/000",
    "2, 5, 17, tile/2/005.p/17",
    "-1, 273, 112, tile/entries/273.p/112",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000"
  })
  void a_tile_has_one_path(int level, long index, int width, String path) {
    assertEquals(path, new TilePath(level, index, width).toString());
    assertEquals(new TilePath(level, index, width), TilePath.parse(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/../000",
        "tile/entry/000",
        "/tile/0/000"
      })
  void any_other_path_is_refused(String path) {
    var refused = assertThrows(MalformedException.class, () -> TilePath.parse(path));
    assertEquals("not the path of a tile: '%s'".formatted(path), refused.getMessage());
  }

  @Test
  void seventy_thousand_entries_fill_the_tiles_that_the_standard_says() {
    assertEquals(273, TilePath.fullTiles(0, 70_000));
    assertEquals(112, TilePath.partialWidth(0, 70_000));
    assertEquals(1, TilePath.fullTiles(1, 70_000));
    assertEquals(17, TilePath.partialWidth(1, 70_000));
    assertEquals(0, TilePath.fullTiles(2, 70_000));
    assertEquals(1, TilePath.partialWidth(2, 70_000));
    assertEquals(273, TilePath.fullTiles(TilePath.ENTRIES, 70_000));
  }

  @Test
  void a_tree_read_from_tiles_gives_the_proofs_that_the_tree_gives() {
    var size = 70_000;
    var tree = StandardTree.tree(StandardTree.counting(size));
    var tiles = publish(size, tree);
    var read = new TileTree(size, path -> tiles.get(path.toString()));
    assertEquals(Proofs.root(size, tree), Proofs.root(size, read));
    for (var index : new long[] {0, 1, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999}) {
      assertEquals(
          Proofs.inclusion(index, size, tree), Proofs.inclusion(index, size, read), "" + index);
      assertEquals(
          Proofs.consistency(index + 1, size, tree), Proofs.consistency(index + 1, size, read));
    }
  }

  @Test
  void a_stream_of_entries_makes_the_tiles_that_the_tree_has() {
    for (var size : new int[] {1, 255, 256, 257, 70_000}) {
      var tree = StandardTree.tree(StandardTree.counting(size));
      var streamed = new HashMap<String, byte[]>();
      var stream = new TileStream((path, bytes) -> streamed.put(path.toString(), bytes));
      for (var i = 0; i < size; i++) {
        stream.add(Bytes.own(Integer.toString(i).getBytes()));
      }
      stream.finish();
      var expected = publish(size, tree);
      assertEquals(expected.size() + (size + 255) / 256, streamed.size());
      expected.forEach((path, bytes) -> assertArrayEquals(bytes, streamed.get(path), path));
    }
  }

  @Test
  void entries_survive_the_bundle() {
    var entries =
        List.of(Bytes.own(new byte[] {1}), Bytes.own(new byte[0]), Bytes.own(new byte[65_535]));
    var path = new TilePath(TilePath.ENTRIES, 0, 3);
    var bundle = Tiles.entries(entries);
    assertEquals(entries, Tiles.parseEntries(path, bundle));
    var cut = java.util.Arrays.copyOf(bundle, bundle.length - 1);
    var refused = assertThrows(MalformedException.class, () -> Tiles.parseEntries(path, cut));
    assertEquals("tile/entries/000.p/3 ends within entry 2 of 3", refused.getMessage());
    var longer = java.util.Arrays.copyOf(bundle, bundle.length + 1);
    refused = assertThrows(MalformedException.class, () -> Tiles.parseEntries(path, longer));
    assertEquals("tile/entries/000.p/3 has 1 bytes after its last entry", refused.getMessage());
    refused =
        assertThrows(
            MalformedException.class, () -> Tiles.parseHashes(new TilePath(0, 0, 2), new byte[63]));
    assertEquals("tile/0/000.p/2 has 64 bytes, was 63", refused.getMessage());
  }

  private static Map<String, byte[]> publish(long size, TreeReader tree) {
    var tiles = new HashMap<String, byte[]>();
    for (var level = 0; level < 3; level++) {
      var full = TilePath.fullTiles(level, size);
      for (var index = 0L; index < full; index++) {
        var path = new TilePath(level, index, TilePath.FULL);
        tiles.put(path.toString(), Tiles.hashes(path, tree));
      }
      var width = TilePath.partialWidth(level, size);
      if (width > 0) {
        var path = new TilePath(level, full, width);
        tiles.put(path.toString(), Tiles.hashes(path, tree));
      }
    }
    return tiles;
  }
}
