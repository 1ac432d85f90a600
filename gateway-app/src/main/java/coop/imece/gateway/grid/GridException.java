package coop.imece.gateway.grid;

/** A service gave no figures for a region; the message says which service and why. */
final class GridException extends Exception {
  GridException(String message) {
    super(message);
  }
}
