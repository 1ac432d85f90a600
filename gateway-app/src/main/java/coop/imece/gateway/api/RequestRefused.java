package coop.imece.gateway.api;

/**
 * Leaves the reading of a request at its first fault; the routes answer with the error. Refusals
 * are values elsewhere: here an exception spares every reader of a field the branching.
 */
public final class RequestRefused extends RuntimeException {
  private final transient ApiError error;

  public RequestRefused(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}
