package coop.imece.ledger.event;

import coop.imece.core.SessionId;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.log.Hash;
import java.util.List;

/** Work with a known result, bought by the cooperative within the policy's budget. */
public record CanaryBought(
    SessionId id, List<IssueLine> issue, Hash model, int outputTokens, int promptTokens)
    implements LedgerEvent {
  public static final String KIND = "canary";

  public CanaryBought {
    issue = List.copyOf(issue);
  }

  static CanaryBought read(DataReader data) {
    return new CanaryBought(
        data.session("id"),
        data.list("issue", IssueLine::read),
        data.hash("model"),
        data.smallInteger("output_tokens"),
        data.smallInteger("prompt_tokens"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    var stages = issue.stream().map(IssueLine::work).toList();
    return new LedgerCommand.BuyCanary(id, model, promptTokens, outputTokens, stages);
  }

  @Override
  public void write(DataWriter data) {
    data.text("id", id)
        .list("issue", issue, IssueLine::write)
        .text("model", model)
        .integer("output_tokens", outputTokens)
        .integer("prompt_tokens", promptTokens);
  }
}
