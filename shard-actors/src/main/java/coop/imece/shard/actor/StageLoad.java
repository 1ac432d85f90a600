package coop.imece.shard.actor;

/**
 * What a stage has free and how fast it is.
 *
 * @param freeKvPositions positions whose keys and values still fit
 * @param secondsPerStep of a decode step, 0 until one was run
 * @param secondsPerPromptPosition of a prompt, 0 until one was run
 */
public record StageLoad(
    int sessions, long freeKvPositions, double secondsPerStep, double secondsPerPromptPosition) {}
