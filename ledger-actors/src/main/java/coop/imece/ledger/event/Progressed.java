package coop.imece.ledger.event;

import coop.imece.core.SessionId;
import coop.imece.ledger.command.LedgerCommand;
import java.util.List;

/** How far a long answer is: what a crash would be settled with. */
public record Progressed(SessionId id, int outputTokens, List<StageWork> stages)
    implements LedgerEvent {
  public static final String KIND = "progress";

  public Progressed {
    stages = List.copyOf(stages);
  }

  static Progressed read(DataReader data) {
    return new Progressed(
        data.session("id"),
        data.smallInteger("output_tokens"),
        data.list("stages", StageWork::read));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public LedgerCommand command() {
    return new LedgerCommand.Progress(id, outputTokens, stages);
  }

  @Override
  public void write(DataWriter data) {
    data.text("id", id)
        .integer("output_tokens", outputTokens)
        .list("stages", stages, StageWork::write);
  }
}
