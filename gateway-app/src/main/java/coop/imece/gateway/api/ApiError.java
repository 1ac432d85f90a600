package coop.imece.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A refusal or failure in OpenAI's shape: {@code {"error":{message,type,param,code}}}, all four
 * keys always present, {@code code} always a string.
 *
 * @param status HTTP status
 * @param param path of the request's field that is wrong, as in {@code messages[0].role}; empty for
 *     none
 * @param retryAfterSeconds sent as {@code Retry-After}; 0 for none
 */
public record ApiError(
    int status, String code, String param, String message, int retryAfterSeconds) {

  public ApiError {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be in [400, 599], was " + status);
    }
  }

  public static ApiError invalidValue(String param, String message) {
    return refusal(400, "invalid_value", param, param + ": " + message);
  }

  public static ApiError missing(String param) {
    return refusal(400, "missing_required_parameter", param, param + ": required, was missing");
  }

  public static ApiError unsupported(String param, String reason) {
    return refusal(400, "unsupported_parameter", param, param + ": " + reason);
  }

  public static ApiError contextLengthExceeded(String param, String message) {
    return refusal(400, "context_length_exceeded", param, message);
  }

  public static ApiError invalidJson(String reason) {
    return refusal(400, "invalid_json", "", "The body is not a valid JSON object: " + reason);
  }

  public static ApiError badRequest(String message) {
    return refusal(400, "invalid_value", "", message);
  }

  public static ApiError modelNotFound(String id) {
    return refusal(
        404,
        "model_not_found",
        "model",
        "The model %s is not served here; GET /v1/models lists those that are"
            .formatted(Quoted.text(id)));
  }

  public static ApiError notFound(String code, String message) {
    return refusal(404, code, "", message);
  }

  public static ApiError operatorUnknown() {
    return refusal(
        401,
        "invalid_operator_token",
        "",
        "Need 'Authorization: Bearer' with the text of operator.token in the gateway's data folder");
  }

  public static ApiError operatorElsewhere() {
    return refusal(
        403, "operator_elsewhere", "", "Only from the machine on which the gateway runs");
  }

  public static ApiError unknownUrl(String path) {
    return refusal(404, "unknown_url", "", "Unknown URL: " + Quoted.text(path));
  }

  public static ApiError methodNotAllowed(String method, String path, String allowed) {
    return refusal(
        405,
        "method_not_allowed",
        "",
        "%s is not allowed on %s, need %s".formatted(method, path, allowed));
  }

  public static ApiError requestTimeout(long seconds) {
    return refusal(
        408, "request_timeout", "", "The body did not arrive within %d s".formatted(seconds));
  }

  public static ApiError tooLarge(long maxBytes) {
    return refusal(
        413, "request_too_large", "", "The body must be at most %d bytes".formatted(maxBytes));
  }

  public static ApiError unsupportedMediaType(String message) {
    return refusal(415, "unsupported_media_type", "", message);
  }

  public static ApiError internal(String message) {
    return new ApiError(500, "internal_error", "", message, 0);
  }

  public static ApiError overloaded(String message, int retryAfterSeconds) {
    return new ApiError(503, "overloaded", "", message, retryAfterSeconds);
  }

  public static ApiError noRoute(String message, int retryAfterSeconds) {
    return new ApiError(503, "no_route", "", message, retryAfterSeconds);
  }

  public String type() {
    return status < 500 ? "invalid_request_error" : "server_error";
  }

  public ObjectNode toJson() {
    var error = JsonNodeFactory.instance.objectNode();
    error.put("message", message);
    error.put("type", type());
    error.put("param", param.isEmpty() ? null : param);
    error.put("code", code);
    return JsonNodeFactory.instance.objectNode().set("error", error);
  }

  private static ApiError refusal(int status, String code, String param, String message) {
    return new ApiError(status, code, param, message, 0);
  }
}
