package coop.imece.ledger;

import coop.imece.core.Gft;
import coop.imece.ledger.command.Done;
import coop.imece.ledger.event.Held;
import coop.imece.ledger.event.StageWork;
import java.util.List;

/**
 * A request that was admitted and is not closed.
 *
 * @param seq index of its entry
 * @param held what the entry says
 * @param pricing the model and the policy in force when it was admitted
 * @param parts the lots that it holds, first earned first
 * @param progress how far it is
 */
record OpenHold(long seq, Held held, Pricing pricing, List<LotPart> parts, Progress progress) {
  /**
   * @param seq index of the last progress entry, or of the hold
   * @param outputTokens the last durable token count, 0 before the first
   */
  record Progress(long seq, int outputTokens, List<StageWork> stages) {}

  OpenHold withProgress(Progress next) {
    return new OpenHold(seq, held, pricing, parts, next);
  }

  Gft amount() {
    return held.amount();
  }

  Done done() {
    return new Done(seq, Held.KIND, amount());
  }
}
