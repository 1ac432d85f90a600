/** What a stage measures of others: round trips, and how long their decode steps take. */
package coop.imece.shard.neighbour;
