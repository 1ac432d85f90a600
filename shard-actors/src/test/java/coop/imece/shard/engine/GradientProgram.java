package coop.imece.shard.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A TorchScript module through which gradients flow, which the methods of a {@link TsProgram} never
 * record.
 */
public final class GradientProgram implements AutoCloseable {
  private final Model model;

  private GradientProgram(Model model) {
    this.model = model;
  }

  /** Compiles one resource file of {@code owner}. */
  public static GradientProgram load(Class<?> owner, String module, String resource) {
    var model = Model.newInstance(module, Device.cpu(), "PyTorch");
    try (var text = owner.getResourceAsStream(resource)) {
      var code = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      model.load(new ByteArrayInputStream(TsArchive.pack(module, Map.of("__torch__.py", code))));
      return new GradientProgram(model);
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException(e);
    } catch (MalformedModelException e) {
      model.close();
      throw new IllegalStateException("the program does not compile: " + e.getMessage(), e);
    }
  }

  /** Runs {@code forward}; arrays named {@code "w[]"} become one list argument. */
  public NDArray forward(NDList arguments) {
    // The optimizer's own derivatives don't know mixed types; the flag is the thread's.
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.forward((PtSymbolBlock) model.getBlock(), arguments, true)
        .singletonOrThrow();
  }

  @Override
  public void close() {
    model.close();
  }
}
