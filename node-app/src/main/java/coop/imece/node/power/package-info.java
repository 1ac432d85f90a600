/** What the machine draws while its node works. */
package coop.imece.node.power;
