package coop.imece.gateway.carbon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import coop.imece.core.NodeId;
import coop.imece.scheduler.hardware.HardwareClass;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CarbonTest {
  private static final Optional<HardwareClass> CPU = Optional.of(HardwareClass.CPU_ONLY);
  private static final NodeId A = new NodeId("n_%032x".formatted(1));
  private static final NodeId B = new NodeId("n_%032x".formatted(2));
  private static final Optional<String> NORWAY = Optional.of("NO");

  private static CarbonSettings settings(String overrides) {
    return CarbonSettings.from(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()));
  }

  @Test
  void a_kilowatt_for_an_hour_at_400_grams_is_400_grams() {
    var use =
        CarbonUse.of(StageCarbon.of(A, NORWAY, new Power(1_000, PowerBasis.DECLARED), 3_600, 400));
    assertEquals(new BigDecimal("3600000.000"), use.joules());
    assertEquals(new BigDecimal("400.000000"), use.grams());
    assertEquals(PowerBasis.DECLARED, use.basis());
  }

  @Test
  void small_work_is_rounded_to_the_millijoule_and_the_microgram() {
    var power = new Power(45, PowerBasis.ESTIMATED);
    assertEquals(
        new StageCarbon(A, NORWAY, 11_250, 94, PowerBasis.ESTIMATED),
        StageCarbon.of(A, NORWAY, power, 0.25, 30));
    assertEquals(
        new StageCarbon(A, NORWAY, 0, 0, PowerBasis.ESTIMATED),
        StageCarbon.of(A, NORWAY, power, 0, 30));
  }

  @Test
  void a_declared_power_comes_first_then_a_measured_one_then_the_class_then_the_unknown() {
    var power = settings("imece.carbon.declared-watts = [\"%s=65\"]".formatted(A)).power();
    assertEquals(new Power(65, PowerBasis.DECLARED), power.of(A, CPU, Optional.of(30)));
    assertEquals(new Power(30, PowerBasis.MEASURED), power.of(B, CPU, Optional.of(30)));
    assertEquals(
        new Power(600, PowerBasis.ESTIMATED),
        power.of(B, Optional.of(HardwareClass.DATACENTER_ACCEL), Optional.empty()));
    assertEquals(
        new Power(45, PowerBasis.ESTIMATED), power.of(B, Optional.empty(), Optional.empty()));
  }

  @Test
  void what_is_no_power_is_refused_with_the_line() {
    for (var wrong : List.of("65", A + "=0", A + "=1.5", A + "=65=66")) {
      var refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> settings("imece.carbon.declared-watts = [\"%s\"]".formatted(wrong)));
      assertEquals(
          "imece.carbon.declared-watts must hold NODE=WATTS, watts from 1 to 99999, was '%s'"
              .formatted(wrong),
          refusal.getMessage());
    }
    var intensity =
        assertThrows(
            IllegalArgumentException.class, () -> new Intensities(Map.of("NO", Double.NaN), 480));
    assertEquals("grams per kWh must be finite and 0 or more, was NaN", intensity.getMessage());
  }

  @Test
  void a_sum_is_an_estimate_as_soon_as_one_part_is() {
    var declared = new CarbonUse(1, 2, PowerBasis.DECLARED);
    var measured = new CarbonUse(3, 4, PowerBasis.MEASURED);
    assertEquals(new CarbonUse(6, 8, PowerBasis.MEASURED), measured.plus(measured));
    assertEquals(new CarbonUse(4, 6, PowerBasis.DECLARED), measured.plus(declared));
    assertEquals(declared.plus(measured), measured.plus(declared));
    var estimated = new CarbonUse(10, 20, PowerBasis.ESTIMATED);
    assertEquals(
        new CarbonUse(2, 4, PowerBasis.DECLARED), CarbonUse.sum(List.of(declared, declared)));
    assertEquals(
        new CarbonUse(11, 22, PowerBasis.ESTIMATED), CarbonUse.sum(List.of(estimated, declared)));
  }

  @Test
  void regions_and_nodes_each_add_up_to_the_whole() {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var book = new CarbonBook(Instant.EPOCH, 100);
    var regions = List.of(Optional.<String>empty(), NORWAY, Optional.of("DE"));
    for (var answer = 0; answer < 200; answer++) {
      var stages = new ArrayList<StageCarbon>();
      for (var stage = 0; stage < 3; stage++) {
        var node = new NodeId("n_%032x".formatted(random.nextInt(9)));
        var power = new Power(1 + random.nextInt(700), PowerBasis.ESTIMATED);
        var region = regions.get(random.nextInt(3));
        stages.add(
            StageCarbon.of(node, region, power, random.nextDouble(), 1_000 * random.nextDouble()));
      }
      book.add(stages);
    }
    var totals = book.totals(new Intensities(Map.of("NO", 30.0), 480));
    var all =
        new CarbonUse(totals.all().millijoules(), totals.all().micrograms(), PowerBasis.ESTIMATED);
    assertTrue(all.micrograms() > 0);
    assertEquals(all, CarbonUse.sum(totals.regions().values()), "seed " + seed);
    assertEquals(all, CarbonUse.sum(totals.nodes().values()), "seed " + seed);
    assertEquals(200, totals.answers());
    assertEquals(30, totals.gramsPerKwh("NO"));
    assertEquals(480, totals.gramsPerKwh("DE"));
    assertEquals(480, totals.gramsPerKwh(CarbonTotals.NO_REGION));
  }

  @Test
  void nodes_beyond_the_limit_stand_in_the_sums_only() {
    var book = new CarbonBook(Instant.EPOCH, 1);
    book.add(
        List.of(
            new StageCarbon(A, NORWAY, 1, 2, PowerBasis.DECLARED),
            new StageCarbon(B, NORWAY, 10, 20, PowerBasis.DECLARED)));
    var totals = book.totals(new Intensities(Map.of(), 0));
    assertEquals(Map.of(A, new CarbonUse(1, 2, PowerBasis.DECLARED)), totals.nodes());
    assertEquals(Map.of("NO", new CarbonUse(11, 22, PowerBasis.DECLARED)), totals.regions());
    assertEquals(1, totals.nodesLeftOut());
  }
}
