package coop.imece.gateway.grid;

/**
 * Kinds of generation with their life-cycle emissions in g CO2e per kWh: medians of IPCC AR5 WG III
 * (2014), Annex III, table A.III.2, but for those marked otherwise.
 */
enum Fuel {
  COAL(820, false),
  /** Has no median of its own there; coal's is used. */
  LIGNITE(820, false),
  GAS(490, false),
  /** Not in the table: UK POST (2011). */
  OIL(650, false),
  BIOMASS(230, true),
  GEOTHERMAL(38, true),
  HYDRO(24, true),
  /** Counted like hydro where it generates, but it stores what others made. */
  PUMPED_HYDRO(24, false),
  NUCLEAR(12, false),
  WIND_ONSHORE(11, true),
  WIND_OFFSHORE(12, true),
  /** Utility scale. */
  SOLAR(48, true),
  /** Ocean median. */
  MARINE(17, true),
  /** Biomass' factor. */
  OTHER_RENEWABLE(230, true),
  /** Not in the table: unknown thermal generation. */
  OTHER(700, false);

  private final int gramsPerKwh;
  private final boolean renewable;

  Fuel(int gramsPerKwh, boolean renewable) {
    this.gramsPerKwh = gramsPerKwh;
    this.renewable = renewable;
  }

  int gramsPerKwh() {
    return gramsPerKwh;
  }

  boolean renewable() {
    return renewable;
  }
}
