package coop.imece.gateway.api;

/**
 * What the whole answer and all its chunks say alike.
 *
 * @param created Unix time in seconds
 * @param model as the client named it
 */
public record AnswerHead(String id, long created, String model) {}
