package coop.imece.gateway.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import coop.imece.core.WalletId;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.ledger.LedgerState.LotView;
import coop.imece.ledger.actor.LedgerClient;
import coop.imece.ledger.actor.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Balances and supply; amounts are uGFT in plain digits. */
final class AccountPages {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final LedgerClient client;

  AccountPages(LedgerClient client) {
    this.client = client;
  }

  CompletionStage<HttpResponse> balance(String text) {
    return client
        .balance(wallet(text))
        .thenApply(reply -> LedgerAnswers.json(balance(text, reply)));
  }

  CompletionStage<HttpResponse> supply() {
    return client.supply().thenApply(reply -> LedgerAnswers.json(supply(reply)));
  }

  private static WalletId wallet(String text) {
    try {
      return new WalletId(text);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiError.invalidValue("wallet", e.getMessage()));
    }
  }

  private static ObjectNode balance(String wallet, Reply reply) {
    if (reply instanceof Reply.Refused) {
      throw new RequestRefused(
          new ApiError(404, "wallet_not_found", "wallet", "There is no wallet " + wallet, 0));
    }
    if (!(reply instanceof Reply.BalanceIs is)) {
      throw unavailable(reply);
    }
    var balance = is.balance();
    var body = JsonNodeFactory.instance.objectNode();
    body.put("wallet", wallet)
        .put("available", balance.available().toString())
        .put("held", balance.held().toString())
        .put("pending", balance.pending().toString());
    var lots = body.putArray("lots");
    balance.lots().forEach(lot -> lots.add(lot(lot)));
    return body;
  }

  private static ObjectNode lot(LotView lot) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("earned", LocalDate.ofEpochDay(lot.day()).toString())
        .put("available", lot.available().toString())
        .put("held", lot.held().toString())
        .put("pending", lot.pending().toString());
    lot.expires()
        .ifPresentOrElse(
            millis -> node.put("expires", Instant.ofEpochMilli(millis).toString()),
            () -> node.putNull("expires"));
    return node;
  }

  private static ObjectNode supply(Reply reply) {
    if (!(reply instanceof Reply.SupplyIs is)) {
      throw unavailable(reply);
    }
    var supply = is.supply();
    return JsonNodeFactory.instance
        .objectNode()
        .put("size", is.size())
        .put("issued", supply.issued().toString())
        .put("redeemed", supply.redeemed().toString())
        .put("refunded", supply.refunded().toString())
        .put("expired", supply.expired().toString())
        .put("forfeited", supply.forfeited().toString())
        .put("available", supply.available().toString())
        .put("held", supply.held().toString())
        .put("pending", supply.pending().toString());
  }

  private static RequestRefused unavailable(Reply reply) {
    var reason =
        reply instanceof Reply.Unavailable unavailable
            ? unavailable.reason()
            : "the ledger does not answer";
    return new RequestRefused(ApiError.overloaded(reason, RETRY_AFTER_SECONDS));
  }
}
