package coop.imece.ledger.actor;

import coop.imece.core.Bytes;
import java.security.KeyPair;

/**
 * Who speaks, and to which ledger.
 *
 * @param origin names the ledger
 * @param ledger the ledger's raw Ed25519 public key
 * @param gateway the gateway process's keys; the ledger knows the public one
 */
public record LedgerIdentity(String origin, Bytes ledger, KeyPair gateway) {}
