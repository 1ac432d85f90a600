package coop.imece.core;

/**
 * Marks control messages that cross the wire as CBOR (Jackson). Records need no annotations; {@code
 * serialization-bindings} in {@code reference.conf} binds this interface.
 */
public interface WireMessage {}
