package coop.imece.shard.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TorchScript module made from resource files. It is stateless and on no device: what its methods
 * make belongs to the caller, who closes it. Methods may be called from several threads.
 */
public final class TsProgram implements AutoCloseable {
  /** Kept because the engine frees the native module when this becomes unreachable. */
  private final Model model;

  private final PtSymbolBlock block;

  private TsProgram(Model model) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
  }

  /**
   * Compiles a program.
   *
   * @param owner its resources are read
   * @param module name of the module's class
   * @param files code file in the archive, to the resource that holds its text
   */
  public static TsProgram load(Class<?> owner, String module, Map<String, String> files) {
    var code = new LinkedHashMap<String, String>();
    files.forEach((file, resource) -> code.put(file, text(owner, resource)));
    return compile(module, code);
  }

  /** As above, with the texts themselves. */
  static TsProgram compile(String module, Map<String, String> code) {
    PyTorch.newManager().close();
    var model = Model.newInstance(module, Device.cpu(), "PyTorch");
    try {
      model.load(new ByteArrayInputStream(TsArchive.pack(module, code)));
      return new TsProgram(model);
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException(e);
    } catch (MalformedModelException | EngineException e) {
      model.close();
      throw new IllegalStateException("the program does not compile: " + e.getMessage(), e);
    }
  }

  /** Runs a method. The result is the caller's to close. */
  public IValue call(String method, IValue... arguments) {
    // With the optimizer on, a slice without a head gave no hidden states after one with a head had
    // run: the graph is specialised to what it saw first. The flag is the calling thread's.
    JniUtils.setGraphExecutorOptimize(false);
    return IValueUtils.runMethod(block, method, arguments);
  }

  @Override
  public void close() {
    model.close();
  }

  static String text(Class<?> owner, String resource) {
    try (var stream = owner.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("resource %s is missing".formatted(resource));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
