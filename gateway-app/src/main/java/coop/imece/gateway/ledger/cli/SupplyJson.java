package coop.imece.gateway.ledger.cli;

import coop.imece.ledger.Supply;
import java.util.LinkedHashMap;
import java.util.Map;

/** A supply as JSON: uGFT in plain digits. */
final class SupplyJson {
  private SupplyJson() {}

  static Map<String, String> of(Supply supply) {
    var json = new LinkedHashMap<String, String>();
    json.put("issued", supply.issued().toString());
    json.put("redeemed", supply.redeemed().toString());
    json.put("refunded", supply.refunded().toString());
    json.put("expired", supply.expired().toString());
    json.put("forfeited", supply.forfeited().toString());
    json.put("available", supply.available().toString());
    json.put("held", supply.held().toString());
    json.put("pending", supply.pending().toString());
    return json;
  }
}
