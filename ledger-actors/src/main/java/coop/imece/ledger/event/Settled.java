package coop.imece.ledger.event;

import coop.imece.core.Gft;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.ledger.command.LedgerCommand;
import java.util.List;

/**
 * A request's end in one step: the user is charged, the rest of the hold released, and every stage
 * issued what it earned.
 *
 * @param fallbackTokens how many of the last output tokens a fallback provider generated
 * @param finish why the answer ended
 */
public record Settled(
    Gft charged,
    int fallbackTokens,
    String finish,
    SessionId id,
    List<IssueLine> issue,
    int outputTokens,
    Gft released,
    WalletId wallet)
    implements LedgerEvent {
  public static final String KIND = "settle";

  public Settled {
    issue = List.copyOf(issue);
  }

  static Settled read(DataReader data) {
    return new Settled(
        data.amount("charged"),
        data.smallInteger("fallback_tokens"),
        data.text("finish"),
        data.session("id"),
        data.list("issue", IssueLine::read),
        data.smallInteger("output_tokens"),
        data.amount("released"),
        data.wallet("wallet"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    var stages = issue.stream().map(IssueLine::work).toList();
    return new LedgerCommand.Settle(id, outputTokens, fallbackTokens, finish, stages);
  }

  @Override
  public void write(DataWriter data) {
    data.text("charged", charged)
        .integer("fallback_tokens", fallbackTokens)
        .text("finish", finish)
        .text("id", id)
        .list("issue", issue, IssueLine::write)
        .integer("output_tokens", outputTokens)
        .text("released", released)
        .text("wallet", wallet);
  }
}
