package coop.imece.gateway.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.ledger.journal.TileArchive;
import coop.imece.log.Checkpoint;
import coop.imece.log.Proofs;
import coop.imece.log.SignedNote;
import coop.imece.log.TlogProof;
import java.io.IOException;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Proofs against the newest published checkpoint. */
final class ProofPages {
  private final TileArchive archive;

  ProofPages(TileArchive archive) {
    this.archive = archive;
  }

  /** A receipt: index, siblings, checkpoint (C2SP tlog-proof). */
  HttpResponse inclusion(String text) throws IOException {
    var note = published(archive);
    var size = size(note);
    var index = Parameters.number("index", text, 0, size - 1);
    var siblings = Proofs.inclusion(index, size, archive.tree(size));
    return LedgerAnswers.text(new TlogProof(index, siblings, note).toString());
  }

  /** That the log of size {@code from} is the beginning of the one of size {@code to}. */
  HttpResponse consistency(Parameters parameters) throws IOException {
    var note = published(archive);
    var to = parameters.number("to", 1, size(note), size(note));
    if (parameters.text("from").isEmpty()) {
      throw new RequestRefused(ApiError.missing("from"));
    }
    var from = parameters.number("from", 1, to, 1);
    var body = JsonNodeFactory.instance.objectNode();
    body.put("from", from).put("to", to);
    var hashes = body.putArray("proof");
    Proofs.consistency(from, to, archive.tree(to)).forEach(hash -> hashes.add(hash.base64()));
    body.put("checkpoint", note.toString());
    return LedgerAnswers.json(body);
  }

  static SignedNote published(TileArchive archive) throws IOException {
    return archive
        .checkpoint()
        .orElseThrow(
            () ->
                new RequestRefused(
                    new ApiError(
                        404, "checkpoint_not_found", "", "No checkpoint is published yet", 0)));
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).size();
  }
}
