package coop.imece.scheduler.actor;

import com.typesafe.config.Config;
import coop.imece.scheduler.CooperativeSettings;
import coop.imece.scheduler.PlacementRules;
import coop.imece.scheduler.hardware.StepTimes;
import coop.imece.scheduler.registry.RegistryRules;
import coop.imece.scheduler.routing.RoutingSettings;
import java.time.Duration;

/**
 * The section {@code imece.scheduler} of the configuration; {@code reference.conf} says what each
 * key does.
 *
 * @param stepTimes what is taken for equal to a benchmark's prediction
 * @param measureAgainAfter how long a node is not asked again for a new benchmark
 * @param awayAfter how long a node must be gone for it to be recorded
 * @param factsLimit facts that wait while a batch is written
 * @param factsPerBatch written in one transaction
 * @param tick how often silence, gaps and commands without effect are looked for
 */
public record SchedulerSettings(
    CooperativeSettings cooperative,
    RegistryRules registry,
    StepTimes stepTimes,
    Duration measureAgainAfter,
    Duration awayAfter,
    int factsLimit,
    int factsPerBatch,
    Duration tick) {

  public static SchedulerSettings from(Config root) {
    var config = root.getConfig("imece.scheduler");
    return new SchedulerSettings(
        new CooperativeSettings(
            new PlacementRules(config.getInt("min-stages"), config.getInt("kv-reserve-positions")),
            new RoutingSettings(
                config.getDouble("minimum-share"),
                config.getDouble("minimum-share-slowdown"),
                config.getDouble("grid-band"),
                config.getDouble("session-weight")),
            config.getDuration("forget-after"),
            config.getDuration("tell-again-after"),
            config.getDuration("gap-patience"),
            config.getDuration("join-patience"),
            config.getDuration("hop-time"),
            config.getDuration("first-ban"),
            config.getDuration("longest-ban"),
            config.getDuration("rebalance-every"),
            config.getDouble("rebalance-gain"),
            config.getDuration("demand-half-life"),
            config.getDuration("drain-limit")),
        new RegistryRules(config.getBoolean("allow-shared-hardware")),
        new StepTimes(config.getDouble("step-time-tolerance")),
        config.getDuration("measure-again-after"),
        config.getDuration("away-after"),
        config.getInt("facts-limit"),
        config.getInt("facts-per-batch"),
        config.getDuration("tick"));
  }
}
