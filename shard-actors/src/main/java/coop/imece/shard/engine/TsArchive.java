package coop.imece.shard.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs readable TorchScript into the archive that PyTorch loads: an uncompressed zip with the code
 * files, a format version, and a pickled module that has no attribute but {@code training}.
 */
final class TsArchive {
  private static final String ROOT = "imece/";

  private TsArchive() {}

  /**
   * Packs a program.
   *
   * @param module name of the module's class, which stands in {@code __torch__.py}
   * @param code file name below {@code code/} to text
   */
  static byte[] pack(String module, Map<String, String> code) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      put(zip, "version", ascii("10\n"));
      put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      put(zip, "data.pkl", instance(module));
      for (var file : code.entrySet()) {
        put(zip, "code/" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Pickle, protocol 2: an object of {@code __torch__.module} with {@code training = False}. */
  private static byte[] instance(String module) {
    var pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes(ascii("c__torch__\n" + module + "\n)"));
    pickle.write(0x81);
    pickle.writeBytes(ascii("}(X"));
    pickle.writeBytes(new byte[] {8, 0, 0, 0});
    pickle.writeBytes(ascii("training"));
    pickle.write(0x89);
    pickle.writeBytes(ascii("ub."));
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var checksum = new CRC32();
    checksum.update(content);
    var entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
