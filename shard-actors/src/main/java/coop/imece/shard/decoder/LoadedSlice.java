package coop.imece.shard.decoder;

import ai.djl.pytorch.jni.IValue;
import coop.imece.shard.engine.ComputeDevice;
import coop.imece.shard.engine.TsProgram;

/**
 * What loading makes of a slice's weights.
 *
 * @param object the program's own {@code Slice}
 * @param weightBytes bytes of the weights it uses
 */
record LoadedSlice(
    TsProgram program, IValue object, ComputeDevice device, long weightBytes, Products products) {}
