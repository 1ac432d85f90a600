package coop.imece.shard.engine;

/**
 * What a slice is computed on. Only TorchScript sees it: what Java makes and reads lies in the
 * machine's own memory.
 *
 * @param name as PyTorch knows it: {@code cpu} or {@code cuda:0}
 * @param bf16 whether its products take bf16; those of another device take fp16 instead
 */
public record ComputeDevice(String name, boolean bf16) {
  /** The processor. */
  public static final ComputeDevice CPU = new ComputeDevice("cpu", true);

  /** Cards from here on multiply in bf16 (CUDA C++ Programming Guide, Arithmetic Instructions). */
  private static final int BF16_CAPABILITY = 80;

  /**
   * The first graphics card.
   *
   * @param capability its compute capability in tenths: 86 is 8.6
   */
  static ComputeDevice firstCard(int capability) {
    return new ComputeDevice("cuda:0", capability >= BF16_CAPABILITY);
  }

  /** Whether it computes in the machine's own memory, where mapped weights need no copy. */
  public boolean isCpu() {
    return equals(CPU);
  }
}
