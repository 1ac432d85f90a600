package coop.imece.cluster.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the two kinds of certificate of a cooperative: its CA's, and its members'. */
final class Certificates {
  /** The name that all members share: Artery compares names of both ends, never host names. */
  static final String COMMON_NAME = "imece-cluster";

  static final Duration CA_VALIDITY = Duration.ofDays(3650);
  static final Duration MEMBER_VALIDITY = Duration.ofDays(365);

  /** Clocks of two machines may differ by this much. */
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private static final int SAN_DNS_NAME = 2;

  private Certificates() {}

  static KeyPair rsaKeys(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  static X509Certificate authority(KeyPair keys, Instant now) {
    var name = new X500Name("CN=imece local CA");
    try {
      var builder = builder(name, name, keys.getPublic(), now, CA_VALIDITY);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return sign(builder, keys.getPrivate());
    } catch (CertIOException e) {
      throw new IllegalStateException("fixed extensions always encode", e);
    }
  }

  static X509Certificate member(
      PublicKey key, String name, Role role, X509Certificate ca, PrivateKey caKey, Instant now) {
    var issuer = X500Name.getInstance(ca.getSubjectX500Principal().getEncoded());
    var subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, name)
            .addRDN(BCStyle.OU, role.wireName())
            .build();
    try {
      var builder = builder(issuer, subject, key, now, MEMBER_VALIDITY);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, COMMON_NAME)));
      return sign(builder, caKey);
    } catch (CertIOException e) {
      throw new IllegalStateException("fixed extensions always encode", e);
    }
  }

  /** Whether it carries the name that all members share. */
  static boolean hasSharedName(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .filter(name -> name.get(0).equals(SAN_DNS_NAME))
              .anyMatch(name -> name.get(1).equals(COMMON_NAME));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  static boolean hasRole(X509Certificate certificate, Role role) {
    var subject = certificate.getSubjectX500Principal().getName();
    return List.of(subject.split(",")).contains("OU=" + role.wireName());
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration validity) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, new SecureRandom()).setBit(126),
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(validity)),
        subject,
        key);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("an RSA key of this program can't sign", e);
    }
  }
}
