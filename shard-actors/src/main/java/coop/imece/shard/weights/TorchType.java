package coop.imece.shard.weights;

import coop.imece.shard.safetensors.StoredType;

/** The number formats of our tensors, with the codes that TorchScript knows them by. */
public enum TorchType {
  UINT8(0, 1),
  INT8(1, 1),
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

  /** The format of a stored tensor, one of U8, I8, F32, F16 and BF16. */
  public static TorchType of(StoredType type) {
    return switch (type) {
      case U8 -> UINT8;
      case I8 -> INT8;
      case F32 -> FP32;
      case F16 -> FP16;
      case BF16 -> BF16;
      default -> throw new IllegalArgumentException("no tensors of type " + type);
    };
  }
}
