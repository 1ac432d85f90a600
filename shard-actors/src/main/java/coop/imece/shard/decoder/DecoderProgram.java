package coop.imece.shard.decoder;

import coop.imece.shard.engine.TsProgram;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The decoder's TorchScript, compiled once per kind of product. The programs hold no weights and
 * live as long as the process, like the engine.
 */
final class DecoderProgram {
  private static final Map<Products, TsProgram> COMPILED = new EnumMap<>(Products.class);

  private static TsProgram packer;

  private DecoderProgram() {}

  /** The program that quantizes weights. */
  static synchronized TsProgram packer() {
    if (packer == null) {
      var files = Map.of("__torch__.py", "packer.py");
      packer = TsProgram.load(DecoderProgram.class, "Packer", files);
    }
    return packer;
  }

  static synchronized TsProgram with(Products products) {
    return COMPILED.computeIfAbsent(products, DecoderProgram::compile);
  }

  private static TsProgram compile(Products products) {
    return TsProgram.load(DecoderProgram.class, "Program", files(products));
  }

  /** Code file in the archive, to the resource that holds its text. */
  static Map<String, String> files(Products products) {
    var files = new LinkedHashMap<String, String>();
    files.put("__torch__.py", "program.py");
    for (var part : new String[] {"slice", "step", "layer", "cache"}) {
      files.put("__torch__/" + part + ".py", part + ".py");
    }
    files.put("__torch__/linear.py", products.resource());
    return files;
  }
}
