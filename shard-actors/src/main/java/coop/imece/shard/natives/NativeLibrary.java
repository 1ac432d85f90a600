package coop.imece.shard.natives;

import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Path;

/** PyTorch's native library: 450 MB that are unpacked into the user's cache once. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** Unpacks it unless it stands there already, loads it, and says where it is. */
  public static Path unpack() {
    LibUtils.loadLibrary();
    return Path.of(LibUtils.getLibtorchPath());
  }
}
