package coop.imece.gateway.carbon.actor;

import coop.imece.gateway.carbon.CarbonBook;
import coop.imece.gateway.carbon.CarbonSettings;
import coop.imece.gateway.carbon.Intensities;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The carbon account of a gateway, and the intensities that the grid's poller gives it. */
public record CarbonParts(
    CarbonDesk desk, AtomicReference<Intensities> intensities, CarbonSettings settings) {

  public static CarbonParts start(ActorContext<?> context, CarbonSettings settings) {
    var intensities = new AtomicReference<>(new Intensities(Map.of(), settings.elsewhere()));
    var book = new CarbonBook(Instant.now(), settings.nodesLimit());
    var account = context.spawn(CarbonAccount.create(book, intensities::get), "carbon");
    return new CarbonParts(
        new CarbonDesk(settings.power(), intensities::get, account), intensities, settings);
  }

  public void publish(Map<String, Double> gramsPerKwh) {
    intensities.set(new Intensities(gramsPerKwh, settings.elsewhere()));
  }
}
