package coop.imece.gateway.ledger;

import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.log.MalformedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers GET on {@code /v1/ledger/...} and {@code /ledger/...}. Everything here is public: an
 * auditor needs nothing else. Every answer is bounded.
 */
public final class LedgerPages {
  /** Under which programs ask. */
  public static final String API = "/v1/ledger/";

  /** Under which the log's files stand (C2SP tlog-tiles). */
  public static final String FILES = "/ledger/";

  private static final int RETRY_AFTER_SECONDS = 2;

  /** What reads files or the database. */
  @FunctionalInterface
  private interface Page {
    HttpResponse read() throws IOException, SQLException;
  }

  private final LedgerView view;
  private final EntryPages entries;
  private final ProofPages proofs;
  private final AccountPages accounts;
  private final FilePages files;

  public LedgerPages(LedgerView view) {
    this.view = view;
    this.entries = new EntryPages(view.journal());
    this.proofs = new ProofPages(view.archive());
    this.accounts = new AccountPages(view.client());
    this.files = new FilePages(view.archive());
  }

  /** Fails with {@link RequestRefused} for what is not there or not asked properly. */
  public CompletionStage<HttpResponse> answer(HttpRequest request) {
    var path = request.getUri().getPathString();
    try {
      return path.startsWith(FILES)
          ? page(() -> files.file(path.substring(FILES.length())))
          : api(path, path.substring(API.length()), new Parameters(request.getUri().query()));
    } catch (RequestRefused e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<HttpResponse> api(String path, String name, Parameters parameters) {
    if (name.equals("checkpoint")) {
      return page(files::checkpoint);
    }
    if (name.equals("key")) {
      return page(() -> LedgerAnswers.text(view.key() + "\n"));
    }
    if (name.equals("entries")) {
      return page(() -> entries.page(parameters));
    }
    if (name.startsWith("entries/")) {
      return page(() -> entries.one(name.substring("entries/".length())));
    }
    if (name.startsWith("proof/")) {
      return page(() -> proofs.inclusion(name.substring("proof/".length())));
    }
    if (name.equals("consistency")) {
      return page(() -> proofs.consistency(parameters));
    }
    if (name.startsWith("balance/")) {
      return accounts.balance(name.substring("balance/".length()));
    }
    if (name.equals("supply")) {
      return accounts.supply();
    }
    throw new RequestRefused(ApiError.unknownUrl(path));
  }

  private CompletionStage<HttpResponse> page(Page page) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return page.read();
          } catch (MalformedException e) {
            throw new CompletionException(new RequestRefused(ApiError.badRequest(e.getMessage())));
          } catch (IOException | SQLException e) {
            throw new CompletionException(
                new RequestRefused(
                    ApiError.overloaded(
                        "the ledger's journal can't be read now", RETRY_AFTER_SECONDS)));
          }
        },
        view.blocking());
  }
}
