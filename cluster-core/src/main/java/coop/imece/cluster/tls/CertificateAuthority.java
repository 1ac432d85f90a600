package coop.imece.cluster.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The cooperative's own certificate authority: a folder with {@code ca.pem}, which every member
 * gets, and {@code ca.key}, which stays here.
 */
public final class CertificateAuthority {
  public static final String CERTIFICATE_FILE = "ca.pem";
  public static final String KEY_FILE = "ca.key";

  private static final int CA_KEY_BITS = 3072;
  private static final int MEMBER_KEY_BITS = 2048;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** Makes a new authority; one that stands in the folder already is never replaced. */
  public static CertificateAuthority create(Path folder, Instant now) {
    if (exists(folder)) {
      throw new TlsException("%s holds a CA already; it is not replaced".formatted(folder));
    }
    var keys = Certificates.rsaKeys(CA_KEY_BITS);
    var certificate = Certificates.authority(keys, now);
    createFolder(folder);
    PemFiles.writeKey(folder.resolve(KEY_FILE), keys.getPrivate());
    PemFiles.writeCertificate(folder.resolve(CERTIFICATE_FILE), certificate);
    return new CertificateAuthority(certificate, keys.getPrivate());
  }

  public static CertificateAuthority open(Path folder) {
    if (!exists(folder)) {
      throw new TlsException(
          "%s holds no CA (%s and %s): make one with 'imece ca init'"
              .formatted(folder, CERTIFICATE_FILE, KEY_FILE));
    }
    return new CertificateAuthority(
        PemFiles.readCertificate(folder.resolve(CERTIFICATE_FILE)),
        PemFiles.readKey(folder.resolve(KEY_FILE)));
  }

  public static boolean exists(Path folder) {
    return Files.exists(folder.resolve(CERTIFICATE_FILE)) && Files.exists(folder.resolve(KEY_FILE));
  }

  /**
   * Writes {@code key.pem}, {@code cert.pem} and {@code ca.pem} into the folder, for one member.
   */
  public void issue(String name, Role role, Path folder, Instant now) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name must be 1 to 63 letters, digits, dots, dashes or underscores, was '%s'"
              .formatted(name));
    }
    var keys = Certificates.rsaKeys(MEMBER_KEY_BITS);
    var member = Certificates.member(keys.getPublic(), name, role, certificate, key, now);
    createFolder(folder);
    PemFiles.writeKey(folder.resolve(TlsFolder.KEY_FILE), keys.getPrivate());
    PemFiles.writeCertificate(folder.resolve(TlsFolder.CERTIFICATE_FILE), member);
    PemFiles.writeCertificate(folder.resolve(TlsFolder.CA_FILE), certificate);
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't make the folder " + folder, e);
    }
  }
}
