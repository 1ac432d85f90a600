package coop.imece.cluster.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFolderTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir static Path shared;
  private static CertificateAuthority authority;

  @TempDir Path folder;
  private TlsFolder tls;

  @BeforeEach
  void issue() {
    if (authority == null) {
      authority = CertificateAuthority.create(shared.resolve("ca"), NOW);
    }
    authority.issue("node-1", Role.NODE, folder, NOW);
    tls = new TlsFolder(folder);
  }

  @Test
  void files_of_an_opened_ca_are_accepted() {
    CertificateAuthority.open(shared.resolve("ca")).issue("again", Role.NODE, folder, NOW);
    assertDoesNotThrow(() -> tls.check(Role.NODE, NOW));
  }

  @Test
  void keys_are_written_for_their_owner_only() throws IOException {
    for (var key : new Path[] {tls.keyFile(), shared.resolve("ca").resolve("ca.key")}) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
  }

  @Test
  void the_first_file_that_is_missing_is_named_with_the_remedy() throws IOException {
    Files.delete(tls.certificateFile());
    assertRefused(
        Role.NODE,
        NOW,
        "%s is missing: make the TLS files with 'imece ca issue --name NAME --role node --out %s'",
        tls.certificateFile(),
        folder);
  }

  @Test
  void a_key_that_everyone_can_read_is_refused() throws IOException {
    Files.setPosixFilePermissions(tls.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
    assertRefused(
        Role.NODE, NOW, "%s can be read by everyone (rw-r--r--): chmod 600 it", tls.keyFile());
  }

  @Test
  void an_ec_key_is_refused() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    PemFiles.writeKey(tls.keyFile(), generator.generateKeyPair().getPrivate());
    var refusal = assertThrows(TlsException.class, () -> tls.check(Role.NODE, NOW));
    assertTrue(
        refusal
            .getMessage()
            .matches(
                ".*key.pem holds a key of type EC(DSA)?: the cluster's TLS takes RSA keys only"),
        refusal.getMessage());
  }

  @Test
  void a_file_without_a_key_is_refused() throws IOException {
    Files.copy(tls.caFile(), tls.keyFile(), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(tls.keyFile(), PosixFilePermissions.fromString("rw-------"));
    assertRefused(Role.NODE, NOW, "%s holds no unencrypted private key in PEM form", tls.keyFile());
  }

  @Test
  void a_certificate_of_another_key_is_refused(@TempDir Path other) throws IOException {
    authority.issue("node-2", Role.NODE, other, NOW);
    Files.copy(
        new TlsFolder(other).certificateFile(),
        tls.certificateFile(),
        StandardCopyOption.REPLACE_EXISTING);
    assertRefused(
        Role.NODE,
        NOW,
        "%s does not belong to the key in %s",
        tls.certificateFile(),
        tls.keyFile());
  }

  @Test
  void a_certificate_of_a_foreign_ca_is_refused(@TempDir Path other) throws IOException {
    CertificateAuthority.create(other, NOW);
    Files.copy(other.resolve("ca.pem"), tls.caFile(), StandardCopyOption.REPLACE_EXISTING);
    assertRefused(
        Role.NODE,
        NOW,
        "%s was not issued directly by the CA in %s",
        tls.certificateFile(),
        tls.caFile());
  }

  @Test
  void a_certificate_is_refused_from_its_last_moment_on() {
    var end = NOW.plus(Duration.ofDays(365));
    assertDoesNotThrow(() -> tls.check(Role.NODE, end.minusSeconds(1)));
    assertRefused(Role.NODE, end, "%s expired at %s: issue a new one", tls.certificateFile(), end);
  }

  @Test
  void a_certificate_from_the_future_is_refused() {
    var start = NOW.minus(Duration.ofHours(1));
    assertRefused(
        Role.NODE,
        start.minusSeconds(1),
        "%s is not valid before %s: check the clock",
        tls.caFile(),
        start);
  }

  @Test
  void a_node_s_certificate_does_not_make_a_gateway() {
    assertRefused(
        Role.GATEWAY,
        NOW,
        "%s was issued to 'OU=node,CN=node-1', which is no gateway: issue one with --role gateway",
        tls.certificateFile());
  }

  @Test
  void a_ca_is_never_replaced() {
    var ca = shared.resolve("ca");
    var refusal = assertThrows(TlsException.class, () -> CertificateAuthority.create(ca, NOW));
    assertEquals(ca + " holds a CA already; it is not replaced", refusal.getMessage());
  }

  @Test
  void a_name_that_is_no_file_name_is_refused() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> authority.issue("../x", Role.NODE, folder, NOW));
    assertEquals(
        "name must be 1 to 63 letters, digits, dots, dashes or underscores, was '../x'",
        refusal.getMessage());
  }

  private void assertRefused(Role role, Instant now, String message, Object... parts) {
    var refusal = assertThrows(TlsException.class, () -> tls.check(role, now));
    assertEquals(message.formatted(parts), refusal.getMessage());
  }
}
