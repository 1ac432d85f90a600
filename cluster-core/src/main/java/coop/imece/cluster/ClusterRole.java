package coop.imece.cluster;

import coop.imece.cluster.tls.Role;
import java.util.Locale;

/** What a member does; a process may hold several. */
public enum ClusterRole {
  GATEWAY(Role.GATEWAY),
  LEDGER(Role.GATEWAY),
  SCHEDULER(Role.GATEWAY),
  NODE(Role.NODE);

  private final Role certificate;

  ClusterRole(Role certificate) {
    this.certificate = certificate;
  }

  /** The role that the certificate of such a member must carry. */
  public Role certificate() {
    return certificate;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
