package coop.imece.cluster.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;

/**
 * The three PEM files by which one member proves itself: {@code key.pem}, {@code cert.pem} and the
 * cooperative's {@code ca.pem}.
 */
public record TlsFolder(Path path) {
  public static final String KEY_FILE = "key.pem";
  public static final String CERTIFICATE_FILE = "cert.pem";
  public static final String CA_FILE = "ca.pem";

  public Path keyFile() {
    return path.resolve(KEY_FILE);
  }

  public Path certificateFile() {
    return path.resolve(CERTIFICATE_FILE);
  }

  public Path caFile() {
    return path.resolve(CA_FILE);
  }

  /**
   * Refuses what Artery would find out only at the first connection, or never: an EC key lets a
   * member start alone. In this order: files missing, key open to others, key not RSA, certificate
   * of another key, of another CA, out of its time, without the shared name, of another role.
   *
   * @throws TlsException naming the first file that can't be used, and the remedy
   */
  public void check(Role role, Instant now) {
    for (var file : List.of(keyFile(), certificateFile(), caFile())) {
      require(
          Files.isRegularFile(file),
          "%s is missing: make the TLS files with 'imece ca issue --name NAME --role %s --out %s'",
          file,
          role.wireName(),
          path);
    }
    requirePrivate(keyFile());
    var key = PemFiles.readKey(keyFile());
    require(
        key instanceof RSAPrivateKey,
        "%s holds a key of type %s: the cluster's TLS takes RSA keys only",
        keyFile(),
        key.getAlgorithm());
    var certificate = PemFiles.readCertificate(certificateFile());
    require(
        certificate.getPublicKey() instanceof RSAPublicKey publicKey && belong(key, publicKey),
        "%s does not belong to the key in %s",
        certificateFile(),
        keyFile());
    var ca = PemFiles.readCertificate(caFile());
    require(
        issued(certificate, ca),
        "%s was not issued directly by the CA in %s",
        certificateFile(),
        caFile());
    requireInTime(caFile(), ca, now);
    requireInTime(certificateFile(), certificate, now);
    require(
        Certificates.hasSharedName(certificate),
        "%s lacks the name %s that all members share",
        certificateFile(),
        Certificates.COMMON_NAME);
    var subject = certificate.getSubjectX500Principal().getName();
    require(
        Certificates.hasRole(certificate, role),
        "%s was issued to '%s', which is no %s: issue one with --role %s",
        certificateFile(),
        subject,
        role.wireName(),
        role.wireName());
  }

  private static void requirePrivate(Path file) {
    try {
      if (PemFiles.isPosix(file)) {
        var permissions = Files.getPosixFilePermissions(file);
        require(
            !permissions.contains(PosixFilePermission.OTHERS_READ),
            "%s can be read by everyone (%s): chmod 600 it",
            file,
            PosixFilePermissions.toString(permissions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean belong(PrivateKey key, RSAPublicKey publicKey) {
    return key instanceof RSAPrivateKey rsa && rsa.getModulus().equals(publicKey.getModulus());
  }

  private static boolean issued(X509Certificate certificate, X509Certificate ca) {
    try {
      certificate.verify(ca.getPublicKey());
      return certificate.getIssuerX500Principal().equals(ca.getSubjectX500Principal())
          && ca.getBasicConstraints() >= 0;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void requireInTime(Path file, X509Certificate certificate, Instant now) {
    var end = certificate.getNotAfter().toInstant();
    require(now.isBefore(end), "%s expired at %s: issue a new one", file, end);
    var start = certificate.getNotBefore().toInstant();
    require(!now.isBefore(start), "%s is not valid before %s: check the clock", file, start);
  }

  private static void require(boolean condition, String message, Object... parts) {
    if (!condition) {
      throw new TlsException(message.formatted(parts));
    }
  }
}
