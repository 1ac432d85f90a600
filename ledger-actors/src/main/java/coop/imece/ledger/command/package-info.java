/** What can be asked of the ledger, and how it answers. */
package coop.imece.ledger.command;
