package coop.imece.shard.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import coop.imece.core.LayerRange;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.MetaProgram;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.SlicePlan;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All that a slice computes with lies on its device. PyTorch's {@code meta} device has shapes and
 * no numbers: an operation on a tensor there and one elsewhere fails, as it does on a card.
 */
class OneDeviceTest {
  private static final ComputeDevice META = new ComputeDevice("meta", true);

  /** What the device can't do, said otherwise. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "torch.index_select(rope, 0, positions)",
          "torch.index(rope, annotate(List[Optional[Tensor]], [positions]))",
          "torch.embedding(self.embedding[0], tokens)",
          "torch.index(self.embedding[0], annotate(List[Optional[Tensor]], [tokens]))",
          "torch.index_select(x, 0, wanted)",
          "torch.index(x, annotate(List[Optional[Tensor]], [wanted]))",
          "torch.logical_or(",
          "torch.bitwise_or(",
          "torch.roll(qkv, [shape.half], [-1])",
          "torch.cat([torch.slice(qkv, 2, shape.half), torch.slice(qkv, 2, 0, shape.half)], 2)",
          "result = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., causal)",
          """
          scores = torch.matmul(queries, torch.transpose(keys, 2, 3))
                if torch.__isnot__(mask, None):
                  scores = torch.add(scores, unchecked_cast(Tensor, mask))
                result = torch.matmul(torch.softmax(scores, -1), values)""");

  private static final TsProgram PROGRAM =
      MetaProgram.load(
          DecoderProgram.class, "Program", DecoderProgram.files(Products.PLAIN), INSTEAD);

  private static final Pattern FACTORY =
      Pattern.compile("torch\\.(\\w+)\\([^\\n]*device=(\\w+(\\.\\w+)?)");

  @AfterAll
  static void close() {
    PROGRAM.close();
  }

  /** tiny-mixtral has experts, whose numbers decide what is computed next. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-llama3", "tiny-qwen2", "tiny-mistral-window"})
  void a_step_takes_nothing_from_elsewhere(String name) {
    run(name, META, META, META);
  }

  @ParameterizedTest
  @CsvSource({"cpu, meta, meta", "meta, cpu, meta", "meta, meta, cpu"})
  void weights_a_table_or_a_cache_elsewhere_are_noticed(
      String weights, String table, String caches) {
    assertThrows(
        EngineException.class, () -> run("tiny-llama", on(weights), on(table), on(caches)));
  }

  private static ComputeDevice on(String name) {
    return new ComputeDevice(name, true);
  }

  /** Two sessions of 40 and 1 positions, the first behind 60 others, on both halves of a model. */
  private static void run(
      String name, ComputeDevice weights, ComputeDevice table, ComputeDevice caches) {
    for (var layers : LayerRange.split(4, 2)) {
      try (var manager = PyTorch.newManager()) {
        var slice = load(name, layers, manager, weights, META);
        var ofTable = load(name, layers, manager, table, table);
        var ofCaches = load(name, layers, manager, caches, caches);
        var rotary = new RotaryTable(ReferenceModel.open(name).folder().config(), manager, ofTable);
        try (var room = IValue.from(128L);
            var held = IValue.from(60L);
            var one = PROGRAM.call("cache", ofCaches.object(), room);
            var two = PROGRAM.call("grown", ofCaches.object(), room, one, held);
            var ids = IValue.listFrom(layers.start() == 0 ? new long[41] : new long[0]);
            var states = IValue.from(zeros(manager, 41 * 64));
            var counts = IValue.listFrom(40L, 1L);
            var starts = IValue.listFrom(60L, 0L);
            var both = IValue.listFrom(one, two);
            var sampled = IValue.listFrom(39L);
            var largest = IValue.from(true);
            var list = IValue.listFrom(zeros(manager, 41 * 64));
            var result = TensorMapper.stacked(PROGRAM, list, META, TorchType.FP32)) {
          PROGRAM
              .call(
                  "run",
                  slice.object(),
                  ids,
                  states,
                  counts,
                  starts,
                  both,
                  rotary.upTo(100),
                  sampled,
                  largest,
                  result)
              .close();
        } finally {
          rotary.close();
          slice.object().close();
          ofTable.object().close();
          ofCaches.object().close();
        }
      }
    }
  }

  private static LoadedSlice load(
      String name,
      LayerRange layers,
      PtNDManager manager,
      ComputeDevice weights,
      ComputeDevice device) {
    var folder = ReferenceModel.open(name).folder();
    var plan = new SlicePlan(folder, layers);
    var mapper = new TensorMapper(PROGRAM, manager, weights);
    var linears = new PlainLinears(PROGRAM, mapper, TorchType.BF16);
    try (var loader =
        new SliceLoader(folder.config(), plan, TorchType.BF16, PROGRAM, mapper, linears)) {
      return loader.load(layers, device, Products.PLAIN);
    }
  }

  private static PtNDArray zeros(PtNDManager manager, int count) {
    return (PtNDArray) manager.zeros(new Shape(count));
  }

  /** Where no device is named, a tensor is made on the processor: only the mapped file may be. */
  @Test
  void what_a_card_runs_names_the_device_of_all_that_it_makes() throws IOException {
    var found = 0;
    for (var part : DecoderProgram.files(Products.PLAIN).values()) {
      try (var stream = DecoderProgram.class.getResourceAsStream(part)) {
        var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        var factories = FACTORY.matcher(text).results().toList();
        for (var factory : factories) {
          var mapsFile = factory.group(1).equals("from_file");
          assertEquals(mapsFile, factory.group(2).equals("None"), factory.group());
        }
        assertEquals(text.split("device=", -1).length - 1, factories.size(), "one a line: " + part);
        found += factories.size();
      }
    }
    assertEquals(10, found, "factories");
  }
}
