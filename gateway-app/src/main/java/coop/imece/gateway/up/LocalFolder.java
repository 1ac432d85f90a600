package coop.imece.gateway.up;

import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.cluster.tls.TlsException;
import coop.imece.cluster.tls.TlsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Everything that a cooperative on one machine keeps: {@code ca}, {@code logs}, and a folder for
 * each process with its TLS files and its own data.
 */
public record LocalFolder(Path path) {
  public LocalFolder {
    path = path.toAbsolutePath().normalize();
  }

  public Path ca() {
    return path.resolve("ca");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path log(String process) {
    return logs().resolve(process + ".log");
  }

  public Path data(String process) {
    return path.resolve(process);
  }

  public Path tls(String process) {
    return data(process).resolve("tls");
  }

  /** Makes what is missing of the folders, and the CA on first use. */
  public CertificateAuthority prepare(Instant now) {
    try {
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw new UncheckedIOException("can't make the folder " + logs(), e);
    }
    return CertificateAuthority.exists(ca())
        ? CertificateAuthority.open(ca())
        : CertificateAuthority.create(ca(), now);
  }

  /** Issues a process's TLS files unless those it has are good. */
  public void issue(CertificateAuthority ca, String process, Role role, Instant now) {
    try {
      new TlsFolder(tls(process)).check(role, now);
    } catch (TlsException missingOrStale) {
      ca.issue(process, role, tls(process), now);
    }
  }
}
