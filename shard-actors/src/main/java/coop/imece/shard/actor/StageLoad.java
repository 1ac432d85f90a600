package coop.imece.shard.actor;

import coop.imece.scheduler.Sightings;

/**
 * What a stage has free, how fast it is, and what it saw of others.
 *
 * @param freeKvPositions positions whose keys and values still fit
 * @param secondsPerStep of a decode step, 0 until one was run
 * @param secondsPerPromptPosition of a prompt, 0 until one was run
 */
public record StageLoad(
    int sessions,
    long freeKvPositions,
    double secondsPerStep,
    double secondsPerPromptPosition,
    Sightings seen) {}
