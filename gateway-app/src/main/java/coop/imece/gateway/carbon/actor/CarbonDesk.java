package coop.imece.gateway.carbon.actor;

import coop.imece.gateway.carbon.Intensities;
import coop.imece.gateway.carbon.PowerTable;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a session needs to say what its answer cost.
 *
 * @param intensities as known now
 * @param account is told of every answer
 */
public record CarbonDesk(
    PowerTable power, Supplier<Intensities> intensities, ActorRef<CarbonAccount.Command> account) {}
