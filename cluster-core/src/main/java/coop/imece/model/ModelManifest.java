package coop.imece.model;

import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.log.CanonicalWriter;
import coop.imece.log.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is served under a name: which bytes, of which shape, in which precision. Its id is the
 * SHA-256 of its canonical JSON (RFC 8785), so that equal ids mean equal models.
 *
 * @param files SHA-256 of each file's content, by file name
 * @param endIds every token that ends an answer
 */
public record ModelManifest(
    String name,
    Precision precision,
    ModelShape shape,
    SortedMap<String, Hash> files,
    SortedSet<Integer> endIds) {
  private static final int READ_BYTES = 1 << 20;

  public ModelManifest {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    endIds = Collections.unmodifiableSortedSet(new TreeSet<>(endIds));
  }

  /**
   * Reads every file that decides what the model answers: the weights, and the JSON files beside
   * them. Blocks for as long as reading takes.
   */
  public static ModelManifest of(ModelFolder folder, Precision precision) throws IOException {
    var files = new TreeMap<String, Hash>();
    for (var file : folder.weights().files()) {
      files.put(file.getFileName().toString(), sha256(file));
    }
    try (var listing = Files.newDirectoryStream(folder.path(), "*.json")) {
      for (Path file : listing) {
        files.put(file.getFileName().toString(), sha256(file));
      }
    }
    var config = folder.config();
    return new ModelManifest(folder.name(), precision, config.shape(), files, config.endIds());
  }

  private static Hash sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var chunk = new byte[READ_BYTES];
      for (var read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return Hash.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public Hash id() {
    return Hash.sha256(canonical());
  }

  /** Canonical JSON. */
  public byte[] canonical() {
    var json = new CanonicalWriter().beginObject().key("end_ids").beginArray();
    endIds.forEach(json::integer);
    json.endArray().key("files").beginObject();
    files.forEach((file, hash) -> json.key(file).string(hash.hex()));
    json.endObject().key("name").string(name).key("precision").string(precision.wireName());
    return json.key("shape")
        .beginObject()
        .key("experts")
        .integer(shape.experts())
        .key("experts_per_token")
        .integer(shape.expertsPerToken())
        .key("feed_forward")
        .integer(shape.feedForward())
        .key("head_size")
        .integer(shape.headSize())
        .key("heads")
        .integer(shape.heads())
        .key("hidden")
        .integer(shape.hidden())
        .key("kv_heads")
        .integer(shape.kvHeads())
        .key("layers")
        .integer(shape.layers())
        .key("vocabulary")
        .integer(shape.vocabulary())
        .key("window")
        .integer(shape.window())
        .endObject()
        .endObject()
        .toBytes();
  }
}
