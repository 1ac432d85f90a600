package coop.imece.cluster.tls;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Reads and writes keys and certificates as PEM; keys are written for their owner only (0600). */
final class PemFiles {
  private PemFiles() {}

  static X509Certificate readCertificate(Path file) {
    if (parse(file) instanceof X509CertificateHolder holder) {
      try {
        return new JcaX509CertificateConverter().getCertificate(holder);
      } catch (CertificateException e) {
        throw new TlsException("%s holds no certificate that can be read".formatted(file), e);
      }
    }
    throw new TlsException("%s holds no certificate in PEM form".formatted(file));
  }

  /** Reads PKCS#8 or the older form with the algorithm in its first line, never encrypted. */
  static PrivateKey readKey(Path file) {
    var pem = parse(file);
    try {
      if (pem instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      if (pem instanceof PEMKeyPair pair) {
        return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
      }
    } catch (PEMException e) {
      throw new TlsException("%s holds no key that can be read".formatted(file), e);
    }
    throw new TlsException("%s holds no unencrypted private key in PEM form".formatted(file));
  }

  static void writeCertificate(Path file, X509Certificate certificate) {
    write(file, certificate, Set.of());
  }

  static void writeKey(Path file, PrivateKey key) {
    try {
      var owner = PosixFilePermissions.fromString("rw-------");
      write(
          file,
          new JcaPKCS8Generator(key, null),
          isPosix(file.getParent())
              ? Set.of(PosixFilePermissions.asFileAttribute(owner))
              : Set.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isPosix(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix");
  }

  /** Writes beside the file and moves it there, so that a reader never sees half of it. */
  private static void write(Path file, Object content, Set<FileAttribute<?>> attributes) {
    var text = new StringWriter();
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (var pem = new JcaPEMWriter(text)) {
        pem.writeObject(content);
      }
      Files.deleteIfExists(temporary);
      var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (var channel =
          Files.newByteChannel(temporary, options, attributes.toArray(FileAttribute<?>[]::new))) {
        channel.write(StandardCharsets.US_ASCII.encode(text.toString()));
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  private static Object parse(Path file) {
    try (var channel = Files.newByteChannel(file);
        Reader reader =
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.US_ASCII);
        var parser = new PEMParser(reader)) {
      return parser.readObject();
    } catch (IOException e) {
      throw new TlsException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
