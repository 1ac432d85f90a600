package coop.imece.cluster.tls;

import java.util.Arrays;
import java.util.Locale;

/** What a certificate lets a machine be. It stands in the certificate's subject as OU. */
public enum Role {
  GATEWAY,
  NODE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role parse(String text) {
    return Arrays.stream(values())
        .filter(role -> role.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role must be gateway or node, was '%s'".formatted(text)));
  }
}
