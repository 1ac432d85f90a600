package coop.imece.ledger.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.imece.core.Bytes;
import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.LedgerState;
import coop.imece.ledger.Workload;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.command.Refusal;
import coop.imece.log.Hash;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CborCodecTest {
  private static final WalletId WALLET = WalletId.of(new byte[32]);
  private static final Hash HASH = Hash.sha256(new byte[] {1});

  @Test
  void every_command_comes_back_as_it_was() {
    var seen =
        commands()
            .peek(
                command -> {
                  var question = new Asked(7, new Question.Record(command));
                  assertEquals(question, CborCodec.read(CborCodec.write(question), Asked.class));
                })
            .map(Object::getClass)
            .collect(Collectors.toSet());
    var all = new ArrayList<>(Arrays.asList(LedgerCommand.class.getPermittedSubclasses()));
    all.removeAll(seen);
    assertEquals(List.of(), all, "commands without an example here");
  }

  @Test
  void every_reply_comes_back_as_it_was() {
    var lot = new LedgerState.LotView(20_000, Gft.of(5), Gft.ZERO, Gft.of(1), Optional.of(99L));
    var supply = coop.imece.ledger.Ledger.empty().state().supply();
    var replies =
        List.of(
            new Reply.Recorded(List.of(new Done(3, "hold", Gft.parse("9".repeat(30))))),
            new Reply.Refused(new Refusal(Refusal.Reason.BALANCE_TOO_LOW, "too low")),
            new Reply.Unavailable("starting"),
            new Reply.Unknown("lost"),
            new Reply.BalanceIs(
                new LedgerState.Balance(Gft.of(5), Gft.ZERO, Gft.of(1), List.of(lot))),
            new Reply.SupplyIs(4, supply));
    assertEquals(
        Reply.class.getPermittedSubclasses().length, replies.size(), "one example for each");
    for (var reply : replies) {
      var answered = new Answered(1, reply);
      assertEquals(answered, CborCodec.read(CborCodec.write(answered), Answered.class));
    }
  }

  @Test
  void what_is_no_question_is_refused() {
    var bytes = Bytes.own("hello".getBytes(StandardCharsets.UTF_8));
    assertThrows(UncheckedIOException.class, () -> CborCodec.read(bytes, Asked.class));
  }

  private static Stream<LedgerCommand> commands() {
    var id = SessionId.of(1_800_000_000_000L, new Random(1));
    var workload = new Workload(1, 2);
    var setup = workload.setup("imece.example/ledger", 1_800_000_000_000L);
    var request = workload.request(1_800_000_000_000L);
    var stages = request.settle().stages();
    return Stream.concat(
        setup.stream(),
        Stream.of(
            request.hold(),
            request.settle(),
            new LedgerCommand.Progress(id, 64, stages),
            new LedgerCommand.Void(id, "refused"),
            new LedgerCommand.Mature(id, 1),
            new LedgerCommand.Forfeit(id, 0, "failed"),
            new LedgerCommand.Refund(id, "sorry"),
            new LedgerCommand.Warn(WALLET, 20_000),
            new LedgerCommand.Expire(WALLET, 20_000),
            new LedgerCommand.Sweep(100),
            new LedgerCommand.OpenEpoch(1, HASH, Optional.of(HASH)),
            new LedgerCommand.Revoke(HASH, "ended"),
            new LedgerCommand.GiveMandate(5, HASH, "100", "api", "chat", "sig", WALLET)));
  }
}
