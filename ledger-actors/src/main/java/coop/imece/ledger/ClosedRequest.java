package coop.imece.ledger;

import coop.imece.core.WalletId;
import coop.imece.ledger.command.Done;
import java.util.List;
import java.util.Optional;

/**
 * The answers that a closed request gave, to be given again.
 *
 * @param opened the answer to its hold; a canary has none
 * @param closed the answer to its settle, void or canary
 * @param wallet who paid; nobody for a canary
 * @param charged the lots that paid
 * @param refunded the answer to its refund
 * @param lines the answers to matured and forfeited issue lines
 */
record ClosedRequest(
    Optional<Done> opened,
    Done closed,
    Optional<WalletId> wallet,
    List<LotPart> charged,
    Optional<Done> refunded,
    List<LineDone> lines) {

  record LineDone(int line, Done done) {}

  ClosedRequest withRefund(Done done) {
    return new ClosedRequest(opened, closed, wallet, charged, Optional.of(done), lines);
  }

  ClosedRequest withLine(int line, Done done) {
    var more = new java.util.ArrayList<>(lines);
    more.add(new LineDone(line, done));
    return new ClosedRequest(opened, closed, wallet, charged, refunded, List.copyOf(more));
  }

  Optional<Done> line(int line) {
    return lines.stream().filter(done -> done.line == line).map(LineDone::done).findFirst();
  }
}
