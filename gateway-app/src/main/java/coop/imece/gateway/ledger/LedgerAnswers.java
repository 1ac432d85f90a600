package coop.imece.gateway.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The forms of the ledger's answers. */
final class LedgerAnswers {
  private LedgerAnswers() {}

  static HttpResponse json(JsonNode body) {
    return json(body.toString());
  }

  static HttpResponse json(String body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body));
  }

  static HttpResponse text(String body) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, body));
  }

  static HttpResponse bytes(byte[] body) {
    ContentType type = ContentTypes.APPLICATION_OCTET_STREAM;
    return HttpResponse.create().withEntity(HttpEntities.create((ContentType.Binary) type, body));
  }

  /** What never changes may be kept; what changes, for a few seconds. */
  static HttpResponse cached(HttpResponse response, boolean immutable) {
    return response.addHeader(
        RawHeader.create(
            "Cache-Control", immutable ? "public, max-age=31536000, immutable" : "max-age=3"));
  }
}
