package coop.imece.shard.safetensors;

import java.util.Arrays;
import java.util.Optional;

/** The number formats that a safetensors file may name, with their width in bits. */
public enum StoredType {
  BOOL(8),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  I16(16),
  U16(16),
  F16(16),
  BF16(16),
  I32(32),
  U32(32),
  F32(32),
  F64(64),
  I64(64),
  U64(64);

  private final int bits;

  StoredType(int bits) {
    this.bits = bits;
  }

  public int bits() {
    return bits;
  }

  static Optional<StoredType> of(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
