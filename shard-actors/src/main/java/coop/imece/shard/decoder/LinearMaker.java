package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.weights.LinearSpec;

/** Makes the program's {@code Linear} objects of one kind, on several threads at once. */
interface LinearMaker {
  /** The caller closes what is made. */
  IValue make(LinearSpec spec);

  /** Bytes of the weights of all that was made. */
  long bytes();
}
