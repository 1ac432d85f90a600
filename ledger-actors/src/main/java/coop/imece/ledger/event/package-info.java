/**
 * What the ledger's entries say: one record per entry kind, its fields in the order in which they
 * stand in the entry, and its canonical JSON.
 */
package coop.imece.ledger.event;
