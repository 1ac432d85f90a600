package coop.imece.cluster;

import java.util.regex.Pattern;

/** A host name or address and a TCP port; IPv6 addresses stand in brackets. */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^\\s:\\[\\]]+):(\\d{1,5})");

  public HostPort {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was %d".formatted(port));
    }
  }

  public static HostPort parse(String text) {
    var matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "an address must read HOST:PORT, for example gateway.example:25520, was '%s'"
              .formatted(text));
    }
    return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
