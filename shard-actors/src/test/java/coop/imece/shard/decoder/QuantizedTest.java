package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.core.TokenIds;
import coop.imece.model.ModelFolder;
import coop.imece.shard.decoder.LocalPipeline.Part;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizedTest {
  @TempDir static Path packed;

  /** Cosine of the logits to the reference's: 1 is equal. Random weights are the hardest case. */
  static Stream<Arguments> models() {
    return ReferenceModel.names().stream()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, Precision.INT8, 0.96),
                    Arguments.of(name, Precision.INT4, 0.7)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void quantized_logits_stay_near_the_reference(String name, Precision precision, double nearness) {
    var model = ReferenceModel.open(name);
    try (var pipeline =
        new LocalPipeline(model.folder(), LayerRange.split(4, 2), precision, packed)) {
      for (var expected : model.cases()) {
        var logits = pipeline.greedy(expected.prompt(), 1).lastPrompt();
        var cosine = cosine(expected.lastPrompt(), logits);
        assertTrue(cosine > nearness, "%s %s: cosine %s".formatted(name, precision, cosine));
      }
    }
  }

  /** A row's own scale does not depend on the others'; what differs is rounding at the edges. */
  @ParameterizedTest
  @MethodSource("models")
  void batches_and_chunks_change_quantized_logits_by_little(
      String name, Precision precision, double nearness) {
    var model = ReferenceModel.open(name);
    var prompt = model.cases().get(1).prompt();
    try (var pipeline =
        new LocalPipeline(model.folder(), LayerRange.split(4, 1), precision, packed)) {
      var alone = pipeline.greedy(prompt, 1).lastPrompt();
      assertTrue(cosine(alone, pipeline.greedy(prompt, 1, 5, 1, 20).lastPrompt()) > nearness);
      var parts = new ArrayList<Part>();
      for (int i = 0; i < 3; i++) {
        parts.add(new Part(pipeline.open(), prompt.slice(i, prompt.size())));
      }
      assertTrue(cosine(alone, pipeline.forward(parts).get(0)) > nearness);
      parts.forEach(part -> part.session().close());
    }
  }

  @Test
  void weights_are_quantized_once_and_again_when_the_file_is_damaged(@TempDir Path own)
      throws IOException {
    var folder = ReferenceModel.open("tiny-llama").folder();
    var first = logits(folder.path().toString(), own);
    var file = only(own);
    var made = identity(file);
    assertEquals(first, logits(folder.path().toString(), own));
    assertEquals(made, identity(file), "the same file, not another in its place");
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() - 1000);
      bytes.write(bytes.read() + 1);
    }
    assertEquals(first, logits(folder.path().toString(), own));
    assertEquals(file, only(own));
  }

  private static Logits logits(String model, Path packed) {
    var folder = ModelFolder.open(Path.of(model));
    try (var pipeline = new LocalPipeline(folder, LayerRange.split(4, 1), Precision.INT8, packed);
        var session = pipeline.open()) {
      return pipeline.forward(session, TokenIds.of(1, 2, 3));
    }
  }

  /** Another one after a file was replaced; where the system has none, empty. */
  private static Optional<Object> identity(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private static Path only(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      var all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.get(0);
    }
  }

  @Test
  void a_packed_bf16_slice_gives_nearly_what_the_mapped_one_gives() {
    var model = ReferenceModel.open("tiny-qwen2");
    var prompt = model.cases().get(0).prompt();
    try (var slice = Slice.load(model.folder(), new LayerRange(0, 4), Precision.BF16)) {
      var mapped = LocalPipeline.logits(slice, prompt);
      var parts = 1;
      while (slice.packNext(1)) {
        parts++;
        assertTrue(LocalPipeline.distance(mapped, LocalPipeline.logits(slice, prompt)) < 0.1);
      }
      assertEquals(5, parts);
      assertFalse(slice.packNext(1));
      assertTrue(LocalPipeline.distance(mapped, LocalPipeline.logits(slice, prompt)) < 0.1);
    }
  }

  @Test
  void fp16_is_refused_where_its_products_are_slow() {
    var folder = ReferenceModel.open("tiny-llama").folder();
    assertEquals(
        "a slice is loaded as fp32, bf16, int8 or int4, was fp16",
        assertThrows(
                IllegalArgumentException.class,
                () -> Slice.load(folder, new LayerRange(0, 4), Precision.FP16))
            .getMessage());
  }

  static double cosine(Logits a, Logits b) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.vocabulary(); i++) {
      product += (double) a.get(i) * b.get(i);
      ofA += (double) a.get(i) * a.get(i);
      ofB += (double) b.get(i) * b.get(i);
    }
    return product / Math.sqrt(ofA * ofB);
  }
}
