package coop.imece.shard.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A program for PyTorch's {@code meta} device, which lacks some operations. */
public final class MetaProgram {
  private MetaProgram() {}

  /**
   * Compiles a program as {@link TsProgram#load} does.
   *
   * @param instead of these expressions, each once in the program, those that the device can do
   */
  public static TsProgram load(
      Class<?> owner, String module, Map<String, String> files, Map<String, String> instead) {
    var code = new LinkedHashMap<String, String>();
    files.forEach((file, resource) -> code.put(file, TsProgram.text(owner, resource)));
    var all = code.values().stream().collect(Collectors.joining());
    for (var change : instead.entrySet()) {
      assertEquals(2, all.split(Pattern.quote(change.getKey()), -1).length, change.getKey());
      code.replaceAll((file, text) -> text.replace(change.getKey(), change.getValue()));
    }
    return TsProgram.compile(module, code);
  }
}
