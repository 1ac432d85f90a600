package coop.imece.gateway.ledger;

import coop.imece.core.Bytes;
import coop.imece.core.NodeId;
import coop.imece.core.SessionId;
import coop.imece.core.WalletId;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.ledger.journal.JournalReader;
import coop.imece.log.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Entries, as they were hashed. */
final class EntryPages {
  private static final int DEFAULT_LIMIT = 100;
  private static final long MAX_INDEX = 1L << 53;

  private final JournalReader journal;

  EntryPages(JournalReader journal) {
    this.journal = journal;
  }

  /** The bytes of one entry and nothing else: their SHA-256 is what the next entry names. */
  HttpResponse one(String index) throws SQLException {
    var seq = Parameters.number("index", index, 0, MAX_INDEX);
    var found = journal.range(seq, seq + 1);
    if (found.isEmpty()) {
      throw new RequestRefused(
          new ApiError(404, "entry_not_found", "index", "There is no entry " + seq, 0));
    }
    return LedgerAnswers.cached(
        LedgerAnswers.json(new String(found.get(0).array(), StandardCharsets.UTF_8)), true);
  }

  /**
   * A page of entries from {@code start} on, of all or of those that name a wallet, a node or a
   * request. {@code next} is where the next page starts, null at the end.
   */
  HttpResponse page(Parameters parameters) throws SQLException {
    var start = parameters.number("start", 0, MAX_INDEX, 0);
    var limit = (int) parameters.number("limit", 1, JournalReader.MAX_PAGE, DEFAULT_LIMIT);
    var subject = subject(parameters);
    var entries =
        subject.isPresent()
            ? journal.naming(subject.get(), start, limit)
            : journal.range(start, start + limit);
    return LedgerAnswers.json(text(entries, limit, journal.size()));
  }

  private static Optional<String> subject(Parameters parameters) {
    var wallet = subject(parameters, "wallet", text -> new WalletId(text).value());
    var node = subject(parameters, "node", text -> new NodeId(text).value());
    var request =
        subject(parameters, "request", text -> new SessionId(UUID.fromString(text)).toString());
    var given = List.of(wallet, node, request).stream().flatMap(Optional::stream).toList();
    if (given.size() > 1) {
      throw new RequestRefused(
          ApiError.badRequest("give one of wallet, node and request, not several"));
    }
    return given.stream().findFirst();
  }

  private static Optional<String> subject(
      Parameters parameters, String name, Function<String, String> parse) {
    try {
      return parameters.text(name).map(parse);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiError.invalidValue(name, e.getMessage()));
    }
  }

  /** Written by hand, so that each entry stands in it byte for byte. */
  private static String text(List<Bytes> entries, int limit, long size) {
    var out = new StringBuilder("{\"entries\":[");
    for (var i = 0; i < entries.size(); i++) {
      out.append(i == 0 ? "" : ",")
          .append(new String(entries.get(i).array(), StandardCharsets.UTF_8));
    }
    var next = entries.size() < limit ? "null" : Long.toString(next(entries));
    return out.append("],\"next\":%s,\"size\":%d}".formatted(next, size)).toString();
  }

  private static long next(List<Bytes> entries) {
    return Entry.parse(entries.get(entries.size() - 1)).seq() + 1;
  }
}
