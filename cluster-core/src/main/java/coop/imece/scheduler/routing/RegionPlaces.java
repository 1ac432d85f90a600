package coop.imece.scheduler.routing;

import java.util.Map;
import java.util.OptionalDouble;

/** Where regions lie, roughly: the middle of each, for the distance between two. */
final class RegionPlaces {
  private static final double EARTH_RADIUS_KILOMETRES = 6_371;

  private record Place(double latitude, double longitude) {}

  private static final Map<String, Place> PLACES =
      Map.ofEntries(
          Map.entry("NO", new Place(61, 9)),
          Map.entry("SE", new Place(60, 16)),
          Map.entry("FR", new Place(47, 2)),
          Map.entry("GB", new Place(53, -1)),
          Map.entry("DE", new Place(51, 10)),
          Map.entry("ES", new Place(40, -4)),
          Map.entry("NL", new Place(52, 5)),
          Map.entry("PL", new Place(52, 19)),
          Map.entry("TR", new Place(39, 35)),
          Map.entry("US-CA", new Place(37, -120)),
          Map.entry("US-TX", new Place(31, -99)));

  private RegionPlaces() {}

  /** Along a great circle (haversine formula); empty if either region is not in the table. */
  static OptionalDouble kilometres(String regionA, String regionB) {
    var a = PLACES.get(regionA);
    var b = PLACES.get(regionB);
    if (a == null || b == null) {
      return OptionalDouble.empty();
    }
    var north = Math.toRadians(b.latitude - a.latitude) / 2;
    var east = Math.toRadians(b.longitude - a.longitude) / 2;
    var h =
        Math.pow(Math.sin(north), 2)
            + Math.cos(Math.toRadians(a.latitude))
                * Math.cos(Math.toRadians(b.latitude))
                * Math.pow(Math.sin(east), 2);
    return OptionalDouble.of(2 * EARTH_RADIUS_KILOMETRES * Math.asin(Math.sqrt(h)));
  }
}
