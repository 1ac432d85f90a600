package coop.imece.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.imece.core.Gft;
import coop.imece.core.ModelShape;
import coop.imece.core.Precision;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.LedgerCommand.Begin;
import coop.imece.ledger.command.LedgerCommand.GiveMandate;
import coop.imece.ledger.command.LedgerCommand.OpenEpoch;
import coop.imece.ledger.command.LedgerCommand.RegisterWallet;
import coop.imece.ledger.command.LedgerCommand.Revoke;
import coop.imece.ledger.command.LedgerCommand.ServeModel;
import coop.imece.ledger.command.LedgerCommand.SetPolicy;
import coop.imece.ledger.command.Refusal.Reason;
import coop.imece.ledger.event.NodeState;
import coop.imece.ledger.event.Policy;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import coop.imece.log.LogHead;
import coop.imece.log.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupRulesTest {
  private final Cooperative c = Cooperative.of(Policy.standard(), 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1e9",
        " 1",
        "+1",
        "01",
        "",
        "99999999999999999999999999999999999999999"
      })
  void an_amount_in_any_other_spelling_is_refused_and_changes_nothing(String amount) {
    var refusal = c.refuse(mandate(amount));
    assertEquals(Reason.FIELD_INVALID, refusal.reason());
    var expected = assertThrows(IllegalArgumentException.class, () -> Gft.parsePositive(amount));
    assertEquals("limit: " + expected.getMessage(), refusal.message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "9007199254740993",
        "9223372036854775808",
        "9999999999999999999999999999999999999999"
      })
  void an_amount_of_any_size_is_taken(String amount) {
    c.accept(mandate(amount));
    c.repeat(mandate(amount));
    c.accept(new Revoke(Cooperative.MODEL, "lost"));
    assertEquals(Reason.MANDATE_UNKNOWN, c.refuse(new Revoke(Cooperative.MODEL, "lost")).reason());
  }

  @Test
  void a_ledger_begins_with_genesis_and_policy() {
    var empty = new Cooperative();
    assertEquals(
        "the ledger has no genesis and policy yet",
        empty.refuse(new RegisterWallet(Cooperative.walletKey(0))).message());
    assertEquals(
        "the ledger has no genesis yet", empty.refuse(new SetPolicy(Policy.standard())).message());
    empty.accept(new Begin("a.example/ledger"));
    empty.repeat(new Begin("a.example/ledger"));
    assertEquals(
        "the ledger's origin is 'a.example/ledger' already",
        empty.refuse(new Begin("b.example/ledger")).message());
  }

  @Test
  void what_is_recorded_already_is_answered_by_its_entry() {
    assertEquals(3, c.repeat(new RegisterWallet(Cooperative.walletKey(0))).seq());
    assertEquals(4, c.repeat(Cooperative.node(0, 10_000, 10_000, NodeState.ACTIVE)).seq());
    assertEquals(1, c.repeat(new SetPolicy(Policy.standard())).seq());
    var other = ModelShape.dense(5, 64, 8, 4, 16, 96, 300);
    assertEquals(
        Reason.CONFLICT,
        c.refuse(new ServeModel(Cooperative.MODEL, "test", Precision.FP16, other)).reason());
  }

  @Test
  void a_node_s_values_stay_within_the_policy() {
    assertEquals(
        "m4 must be 0 to 80000, was 80001",
        c.refuse(Cooperative.node(0, 80_001, 10_000, NodeState.ACTIVE)).message());
    assertEquals(
        "r4 must be 5000 to 10000, was 4999",
        c.refuse(Cooperative.node(0, 10_000, 4_999, NodeState.ACTIVE)).message());
    assertEquals(
        Reason.WALLET_UNKNOWN,
        c.refuse(Cooperative.node(5, 10_000, 10_000, NodeState.ACTIVE)).reason());
  }

  @Test
  void an_epoch_shows_the_key_that_the_one_before_it_was_bound_to() {
    var key = Hash.sha256("key".getBytes());
    c.accept(new OpenEpoch(0, Hash.sha256(key.toBytes()), Optional.empty()));
    var next = Hash.sha256("next".getBytes());
    assertEquals(Reason.CONFLICT, c.refuse(new OpenEpoch(1, next, Optional.of(next))).reason());
    assertEquals(Reason.CONFLICT, c.refuse(new OpenEpoch(2, next, Optional.of(key))).reason());
    c.accept(new OpenEpoch(1, next, Optional.of(key)));
  }

  @Test
  void every_command_has_a_rule_and_every_event_names_its_command() {
    assertEquals(19, LedgerCommand.class.getPermittedSubclasses().length);
    for (var entry : SampleLedger.ofSize(200).entries) {
      var event = coop.imece.ledger.event.EventReader.read(entry);
      assertEquals(event.kind(), entry.kind());
      assertTrue(
          Arrays.asList(LedgerCommand.class.getPermittedSubclasses())
              .contains(event.command().getClass()));
    }
  }

  @Test
  void an_entry_of_an_unknown_kind_or_field_stops_the_replay() {
    assertStops("bonus", "{\"amount\":\"1\"}", "entry kind 'bonus' is not known");
    assertStops(
        "revoke", "{\"extra\":1}", "not canonical JSON: expected key 'hash' at byte 9, was '\"'");
    assertStops(
        "mature",
        "{\"amount\":\"01\",\"id\":\"x\",\"line\":0,\"wallet\":\"w\"}",
        "amount: an amount is a whole number of uGFT in plain digits, was '01'");
  }

  private static void assertStops(String kind, String data, String message) {
    var entry = LogHead.empty().next(kind, data.getBytes(StandardCharsets.UTF_8), 0);
    var stopped =
        assertThrows(
            MalformedException.class, () -> Ledger.empty().replay(Entry.parse(entry.bytes())));
    assertEquals(message, stopped.getMessage());
  }

  private GiveMandate mandate(String limit) {
    return new GiveMandate(
        c.now, Cooperative.MODEL, limit, "api-key", "chat", "", Cooperative.wallet(0));
  }
}
