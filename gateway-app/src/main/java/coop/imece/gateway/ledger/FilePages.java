package coop.imece.gateway.ledger;

import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.ledger.journal.TileArchive;
import coop.imece.log.TilePath;
import java.io.IOException;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The log's files. A path is read in its one spelling before anything is opened. */
final class FilePages {
  private final TileArchive archive;

  FilePages(TileArchive archive) {
    this.archive = archive;
  }

  HttpResponse file(String path) throws IOException {
    return path.equals("checkpoint") ? checkpoint() : tile(TilePath.parse(path));
  }

  HttpResponse checkpoint() throws IOException {
    return LedgerAnswers.cached(
        LedgerAnswers.text(ProofPages.published(archive).toString()), false);
  }

  private HttpResponse tile(TilePath path) throws IOException {
    return archive
        .tile(path)
        .map(bytes -> LedgerAnswers.cached(LedgerAnswers.bytes(bytes), true))
        .orElseThrow(
            () ->
                new RequestRefused(
                    new ApiError(404, "tile_not_found", "", path + " is not published", 0)));
  }
}
