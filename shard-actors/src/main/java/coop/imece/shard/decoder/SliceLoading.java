package coop.imece.shard.decoder;

import coop.imece.core.LayerRange;
import coop.imece.core.Precision;
import coop.imece.model.ModelFolder;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.NativeHeap;
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
    ModelFolder folder,
    LayerRange layers,
    Precision precision,
    Path packedWeights,
    ComputeDevice device,
    Products products) {

  /**
   * The residual stream's format: the precision's own where it has one, else what its kernels take:
   * fp32 beside int8, bf16 beside int4. A device without bf16 takes fp16 in its place, which is
   * finer, and ends at 65,504.
   */
  TorchType residual() {
    return switch (precision) {
      case BF16, INT4 -> device.bf16() ? TorchType.BF16 : TorchType.FP16;
      case FP32, INT8 -> TorchType.FP32;
      case FP16 -> TorchType.FP16;
    };
  }

  LoadedSlice load() {
    var plan = new SlicePlan(folder, layers);
    var program = DecoderProgram.with(products);
    try {
      return load(plan, program);
    } finally {
      NativeHeap.trim();
    }
  }

  private LoadedSlice load(SlicePlan plan, TsProgram program) {
    try (var manager = PyTorch.newManager()) {
      var mapper = new TensorMapper(program, manager, device);
      var linears = linears(plan, program, mapper);
      try (var loader =
          new SliceLoader(folder.config(), plan, residual(), program, mapper, linears)) {
        return loader.load(layers, device, products);
      }
    }
  }

  private LinearMaker linears(SlicePlan plan, TsProgram program, TensorMapper mapper) {
    return switch (products) {
      case PLAIN, BF16 -> new PlainLinears(program, mapper, residual());
      case INT8, INT8_WEIGHTS -> packed(PackedFormat.INT8, plan, program, mapper);
      case INT4 -> packed(PackedFormat.INT4, plan, program, mapper);
    };
  }

  private LinearMaker packed(
      PackedFormat format, SlicePlan plan, TsProgram program, TensorMapper mapper) {
    var store = new PackedStore(packedWeights, DecoderProgram.packer());
    var tensors = new PackedTensors(store.open(format, plan.linears()), format);
    return new PackedLinears(program, mapper, tensors);
  }
}
