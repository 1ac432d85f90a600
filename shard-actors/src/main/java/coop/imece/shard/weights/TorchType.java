package coop.imece.shard.weights;

import coop.imece.shard.safetensors.StoredType;

/** The number formats of our tensors, with the codes that TorchScript knows them by. */
public enum TorchType {
  FP16(5, 2),
  FP32(6, 4),
  BF16(15, 2);

  private final int code;
  private final int bytes;

  TorchType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  public int code() {
    return code;
  }

  public int bytes() {
    return bytes;
  }

  /** The format of a stored tensor, one of F32, F16 and BF16. */
  public static TorchType of(StoredType type) {
    return switch (type) {
      case F32 -> FP32;
      case F16 -> FP16;
      case BF16 -> BF16;
      default -> throw new IllegalArgumentException("no tensors of type " + type);
    };
  }
}
