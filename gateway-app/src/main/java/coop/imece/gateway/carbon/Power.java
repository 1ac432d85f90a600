package coop.imece.gateway.carbon;

/**
 * What a node draws while its engine works.
 *
 * @param watts at least 1
 */
public record Power(int watts, PowerBasis basis) {
  public Power {
    if (watts < 1) {
      throw new IllegalArgumentException("watts must be 1 or more, was " + watts);
    }
  }
}
