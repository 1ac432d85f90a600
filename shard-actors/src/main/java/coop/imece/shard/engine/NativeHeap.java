package coop.imece.shard.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** The C library's heap, which PyTorch allocates from. */
public final class NativeHeap {
  private NativeHeap() {}

  /**
   * Gives memory that was freed back to the system, where the C library keeps it otherwise (glibc):
   * preparing weights leaves hundreds of megabytes of it.
   */
  public static void trim() {
    if (Platform.isLinux()) {
      try {
        NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {0});
      } catch (UnsatisfiedLinkError withoutGlibc) {
        // another C library has no such function, and no such habit
      }
    }
  }
}
