package coop.imece.gateway.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridSourcesTest {
  private static final Instant NOW = Instant.parse("2026-09-24T06:00:00Z");

  private final GridServer server = new GridServer();
  private final GridHttp http = new GridHttp(Duration.ofSeconds(10));

  GridSourcesTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  private EntsoeSource entsoe() {
    return new EntsoeSource(http, server.uri("/api"), "secret");
  }

  private static String series(String domain, String type, String curve, String points) {
    return """
        <TimeSeries><%1$s codingScheme="A01">zone</%1$s><curveType>%3$s</curveType>
        <MktPSRType><psrType>%2$s</psrType></MktPSRType>
        <Period><timeInterval><start>2026-09-24T04:00Z</start><end>2026-09-24T05:00Z</end></timeInterval>
        <resolution>PT15M</resolution>%4$s</Period></TimeSeries>
        """
        .formatted(domain, type, curve, points);
  }

  private static String point(int position, int quantity) {
    return "<Point><position>%d</position><quantity>%d</quantity></Point>"
        .formatted(position, quantity);
  }

  private static String document(String... series) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0">
        %s</GL_MarketDocument>
        """
        .strip()
        .formatted(String.join("", series));
  }

  private static final String LOAD =
      document(
          series(
              "outBiddingZone_Domain.mRID",
              "",
              "A03",
              point(1, 40_000) + point(2, 50_000) + point(4, 30_000)));

  @Test
  void entsoe_carries_omitted_values_forward_and_subtracts_pumping() throws GridException {
    var in = "inBiddingZone_Domain.mRID";
    server
        .answer(
            "documentType=A75",
            200,
            document(
                series(in, "B16", "A03", point(1, 500) + point(2, 1_000)),
                series(in, "B04", "A01", point(1, 9) + point(2, 9) + point(3, 9) + point(4, 3_000)),
                series(in, "B10", "A03", point(1, 400)),
                series("outBiddingZone_Domain.mRID", "B10", "A03", point(1, 900)),
                series(in, "B25", "A03", point(1, 7_000))))
        .answer("documentType=A65", 200, LOAD);
    var sample = entsoe().fetch("DE", NOW);
    assertEquals(Instant.parse("2026-09-24T04:45:00Z"), sample.time());
    assertEquals((1_000 * 48 + 3_000 * 490) / 4_000.0, sample.gramsPerKwh(), 1e-9);
    assertEquals(0.25, sample.renewable(), 1e-9);
    assertEquals(0.6, sample.load(), 1e-9);
    assertTrue(server.asked.get(0).contains("in_Domain=10Y1001A1001A82H"));
    assertTrue(server.asked.get(0).contains("periodEnd=202609240600"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 404})
  void entsoe_without_data_is_an_acknowledgement_whatever_its_status(int status) {
    server.answer(
        "/api",
        status,
        "<Acknowledgement_MarketDocument xmlns=\"urn:x:7:0\"><Reason><code>999</code>"
            + "<text>No matching data found</text></Reason></Acknowledgement_MarketDocument>");
    var failure = assertThrows(GridException.class, () -> entsoe().fetch("DE", NOW));
    assertEquals("ENTSO-E: No matching data found", failure.getMessage());
  }

  @Test
  void entsoe_rate_limits_and_nonsense_are_failures_that_do_not_show_the_token() {
    server.answer("/api", 429, "");
    assertEquals(
        "ENTSO-E: too many requests",
        assertThrows(GridException.class, () -> entsoe().fetch("DE", NOW)).getMessage());
    for (var nonsense :
        new String[] {
          "",
          "<html>",
          "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
          document(),
          document(
              series("inBiddingZone_Domain.mRID", "B16", "A01", point(1, 1))
                  .replace("PT15M", "PT0S")),
          document(
              series("inBiddingZone_Domain.mRID", "B16", "A01", point(1, 1))
                  .replace("2026-09-24T04:00Z", "yesterday"))
        }) {
      server.answer("/api", 200, nonsense);
      var failure = assertThrows(GridException.class, () -> entsoe().fetch("DE", NOW), nonsense);
      assertFalse(failure.getMessage().contains("secret"));
    }
  }

  private static String eia(String... rows) {
    return "{\"response\":{\"total\":\"2\",\"data\":[" + String.join(",", rows) + "]}}";
  }

  private static String row(String period, String type, String value) {
    return "{\"period\":\"%s\",\"fueltype\":\"%s\",\"value\":%s}".formatted(period, type, value);
  }

  @Test
  void eia_values_are_strings_that_may_be_null_or_negative() throws GridException {
    server
        .answer(
            "fuel-type-data",
            200,
            eia(
                row("2026-09-24T04", "NG", "\"9999\""),
                row("2026-09-24T05", "NG", "\"1000\""),
                row("2026-09-24T05", "SUN", "\"3000\""),
                row("2026-09-24T05", "WND", "null"),
                row("2026-09-24T05", "OTH", "\"-5\""),
                row("2026-09-24T05", "BAT", "\"2000\"")))
        .answer(
            "region-data",
            200,
            eia(row("2026-09-23T05", "D", "\"40000\""), row("2026-09-24T05", "D", "\"30000\"")));
    var sample = new EiaSource(http, server.uri("/v2"), "k").fetch("US-CA", NOW);
    assertEquals(Instant.parse("2026-09-24T05:00:00Z"), sample.time());
    assertEquals((1_000 * 490 + 3_000 * 48) / 4_000.0, sample.gramsPerKwh(), 1e-9);
    assertEquals(0.75, sample.renewable(), 1e-9);
    assertEquals(0.75, sample.load(), 1e-9);
    assertTrue(server.asked.get(0).contains("facets%5Brespondent%5D%5B%5D=CISO"));
  }

  @Test
  void eia_refusals_and_nonsense_are_failures_that_do_not_show_the_key() {
    var source = new EiaSource(http, server.uri("/v2"), "secret");
    server.answer("/v2", 403, "{\"error\":{\"code\":\"API_KEY_INVALID\"}}");
    assertEquals(
        "EIA: status 403",
        assertThrows(GridException.class, () -> source.fetch("US-TX", NOW)).getMessage());
    for (var nonsense :
        new String[] {"", "{", "{}", eia(), eia(row("2026-09-24T05", "NG", "\"many\""))}) {
      server.answer("/v2", 200, nonsense);
      var failure = assertThrows(GridException.class, () -> source.fetch("US-TX", NOW), nonsense);
      assertFalse(failure.getMessage().contains("secret"));
    }
  }

  @Test
  void the_uk_service_may_lack_the_actual_value_and_answer_with_a_list_or_its_element()
      throws GridException {
    server
        .answer(
            "/intensity",
            200,
            "{\"data\":[{\"from\":\"2026-09-24T05:30Z\",\"intensity\":"
                + "{\"forecast\":266,\"actual\":null,\"index\":\"moderate\"}}]}")
        .answer(
            "/generation",
            200,
            "{\"data\":{\"generationmix\":[{\"fuel\":\"gas\",\"perc\":60},"
                + "{\"fuel\":\"wind\",\"perc\":30.5},{\"fuel\":\"solar\",\"perc\":9.5}]}}");
    var sample = new UkSource(http, server.uri("")).fetch("GB", NOW);
    assertEquals(266, sample.gramsPerKwh());
    assertEquals(0.4, sample.renewable(), 1e-9);
    assertEquals(0.5, sample.load());
    assertEquals(Instant.parse("2026-09-24T05:30:00Z"), sample.time());
  }

  @Test
  void a_service_that_can_not_be_reached_is_a_failure() {
    server.close();
    var failure =
        assertThrows(
            GridException.class, () -> new UkSource(http, server.uri("")).fetch("GB", NOW));
    assertEquals("UK Carbon Intensity: no answer (ConnectException)", failure.getMessage());
  }

  private GridSettings settings(Set<String> regions, String token) {
    return new GridSettings(
        regions,
        token,
        "",
        server.uri("/api"),
        server.uri("/v2"),
        server.uri(""),
        Duration.ofMinutes(30),
        Duration.ofHours(4),
        Duration.ofSeconds(10));
  }

  @Test
  void without_regions_nothing_is_asked_and_the_static_table_stands_in() {
    var round = new GridScout(settings(Set.of(), "")).round(NOW);
    assertEquals(0, server.asked.size());
    assertTrue(round.scores().get("NO") > round.scores().get("PL"));
  }

  @Test
  void a_service_that_fails_is_asked_again_after_a_pause_that_doubles() {
    var scout = new GridScout(settings(Set.of("GB"), ""));
    var asks = new int[12];
    for (var halfHour = 0; halfHour < asks.length; halfHour++) {
      scout.round(NOW.plus(Duration.ofMinutes(30L * halfHour)));
      asks[halfHour] = server.asked.size();
    }
    assertEquals("1 2 2 3 3 3 3 4 4 4 4 4", join(asks));
  }

  private static String join(int[] numbers) {
    var text = new StringBuilder();
    for (var number : numbers) {
      text.append(text.isEmpty() ? "" : " ").append(number);
    }
    return text.toString();
  }

  @Test
  void old_figures_fade_to_not_known_over_six_hours() {
    var state = new GridState(Duration.ofMinutes(30), Duration.ofHours(4));
    state.sampled(new GridSample("NO", NOW, 0, 0, 1, "test"), NOW);
    assertEquals(1.0, state.score("NO", NOW.plus(Duration.ofHours(1))), 1e-9);
    assertEquals(0.75, state.score("NO", NOW.plus(Duration.ofHours(4))), 1e-9);
    assertEquals(0.5, state.score("NO", NOW.plus(Duration.ofHours(7))), 1e-9);
    assertEquals(0.5, state.score("NO", NOW.plus(Duration.ofHours(70))), 1e-9);
    assertEquals(0.5, state.score("FR", NOW));
  }

  @Test
  void what_is_dirtier_than_coal_counts_as_coal() {
    var dirtier = new GridSample("PL", NOW, 1, 2_000, 0, "test").reading();
    assertEquals(1.0, dirtier.carbon());
    assertEquals(0.0, dirtier.score(), 1e-9);
  }
}
