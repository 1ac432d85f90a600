package coop.imece.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void a_key_is_made_once_and_read_again() throws Exception {
    var path = folder.resolve("keys/ledger.key");
    var made = KeyFile.loadOrCreate(path);
    var read = KeyFile.loadOrCreate(path);
    assertEquals(made.getPublic(), read.getPublic());
    assertEquals(made.getPrivate(), read.getPrivate());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_key_that_others_may_read_is_refused() throws Exception {
    var path = folder.resolve("ledger.key");
    KeyFile.loadOrCreate(path);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    var refusal = assertThrows(IOException.class, () -> KeyFile.loadOrCreate(path));
    assertEquals(
        path + " must be readable by its owner only (0600), was rw-r--r--", refusal.getMessage());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_file_without_keys_is_refused() throws Exception {
    var path = folder.resolve("ledger.key");
    Files.writeString(path, "hello");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    var refusal = assertThrows(IOException.class, () -> KeyFile.loadOrCreate(path));
    assertEquals(
        path + " must hold an Ed25519 private and public key in PEM", refusal.getMessage());
  }
}
