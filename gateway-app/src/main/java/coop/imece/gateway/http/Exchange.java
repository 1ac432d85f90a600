package coop.imece.gateway.http;

import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * One request on its way to an answer.
 *
 * @param path decoded
 */
record Exchange(HttpRequest request, String path, String requestId, Connection connection) {}
