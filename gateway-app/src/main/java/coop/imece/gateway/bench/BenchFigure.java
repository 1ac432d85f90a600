package coop.imece.gateway.bench;

/**
 * One thing that was measured.
 *
 * @param database {@code h2}, {@code postgresql} or {@code memory}
 * @param name what was counted
 * @param callers how many waited for answers at once; 0 where nobody did
 * @param value in {@code unit}
 */
record BenchFigure(String database, String name, int callers, double value, String unit) {}
