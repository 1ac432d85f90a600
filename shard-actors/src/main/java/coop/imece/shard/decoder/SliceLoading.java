package coop.imece.shard.decoder;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.PyTorch;
import coop.imece.shard.engine.TsProgram;
import coop.imece.shard.weights.PackedFormat;
import coop.imece.shard.weights.PackedStore;
import coop.imece.shard.weights.PackedTensors;
import coop.imece.shard.weights.SlicePlan;
import coop.imece.shard.weights.TensorMapper;
import coop.imece.shard.weights.TorchType;
import java.nio.file.Path;

/** Which products and which residual stream serve a precision, and the loading with them. */
record SliceLoading(
    ModelFolder folder, LayerRange layers, Precision precision, Path packedWeights) {

  /**
   * The residual stream's format: the model's own in full precision; fp32 beside quantized
   * products, whose kernels take fp32.
   */
  TorchType residual() {
    return switch (precision) {
      case BF16 -> TorchType.BF16;
      case FP32, INT8 -> TorchType.FP32;
      default ->
          throw new IllegalArgumentException(
              "a slice is loaded as fp32, bf16 or int8, was " + precision.wireName());
    };
  }

  LoadedSlice load() {
    var plan = new SlicePlan(folder, layers);
    var products = precision == Precision.INT8 ? Products.INT8 : Products.PLAIN;
    residual();
    var program = DecoderProgram.with(products);
    try (var manager = PyTorch.newManager()) {
      var mapper = new TensorMapper(program, manager);
      var linears = linears(products, plan, program, mapper);
      try (var loader =
          new SliceLoader(folder.config(), plan, residual(), program, mapper, linears)) {
        return loader.load(layers);
      }
    }
  }

  private LinearMaker linears(
      Products products, SlicePlan plan, TsProgram program, TensorMapper mapper) {
    return switch (products) {
      case PLAIN -> new PlainLinears(program, mapper, residual());
      case INT8 ->
          packed(PackedFormat.INT8, plan, program, mapper, "int8 products (W8A8 per token)");
    };
  }

  private LinearMaker packed(
      PackedFormat format,
      SlicePlan plan,
      TsProgram program,
      TensorMapper mapper,
      String description) {
    var store = new PackedStore(packedWeights, DecoderProgram.packer());
    var tensors = new PackedTensors(store.open(format, plan.linears()), format);
    return new PackedLinears(program, mapper, tensors, description);
  }
}
