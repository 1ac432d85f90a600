package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.weights.LinearSpec;

/** Makes the program's {@code Linear} objects of one kind. */
interface LinearMaker {
  /** The caller closes what is made. */
  IValue make(LinearSpec spec);

  /** Bytes of the weights of all that was made. */
  long bytes();

  /** One line for the log. */
  String description();
}
