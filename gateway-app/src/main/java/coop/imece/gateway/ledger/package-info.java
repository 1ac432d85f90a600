/**
 * The ledger over HTTP: for people and programs under /v1/ledger, as static files under /ledger.
 */
package coop.imece.gateway.ledger;
