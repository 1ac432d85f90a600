package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.WalletId;
import coop.imece.ledger.LedgerState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code imece ledger balance}. */
@Command(
    name = "balance",
    description = "Compute what a wallet owns from all entries; nothing is taken on trust.")
final class BalanceCommand implements Callable<Integer> {
  @Mixin private final SourceOptions options = new SourceOptions();
  @Mixin private final Console console = new Console();

  @Parameters(paramLabel = "WALLET", description = "w_ and 32 hex digits.")
  private String wallet;

  @Override
  public Integer call() {
    var id = parse(wallet);
    try (var source = options.open()) {
      var audited = Audited.of(source, options, console);
      if (!audited.report().passed()) {
        var found = audited.report().finding().orElseThrow();
        throw new CommandFailure(
            ExitCode.FAILED, "WRONG at entry %d: %s".formatted(found.index(), found.reason()));
      }
      var balance =
          audited
              .ledger()
              .state()
              .balance(id)
              .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, id + " is not registered"));
      if (console.json()) {
        console.print(json(id, balance));
      } else {
        text(balance);
      }
      return ExitCode.DONE;
    }
  }

  private void text(LedgerState.Balance balance) {
    console.print("available  " + balance.available().display());
    console.print("held       " + balance.held().display());
    console.print("pending    " + balance.pending().display());
    for (var lot : balance.lots()) {
      var ends =
          lot.expires().map(millis -> ", may end at " + Instant.ofEpochMilli(millis)).orElse("");
      console.print(
          "  earned on %s: %s%s"
              .formatted(LocalDate.ofEpochDay(lot.day()), lot.available().display(), ends));
    }
  }

  private static Map<String, Object> json(WalletId id, LedgerState.Balance balance) {
    var json = new LinkedHashMap<String, Object>();
    json.put("wallet", id.value());
    json.put("available", balance.available().toString());
    json.put("held", balance.held().toString());
    json.put("pending", balance.pending().toString());
    json.put("lots", balance.lots().stream().map(BalanceCommand::lot).toList());
    return json;
  }

  private static Map<String, Object> lot(LedgerState.LotView lot) {
    var json = new LinkedHashMap<String, Object>();
    json.put("earned", LocalDate.ofEpochDay(lot.day()).toString());
    json.put("available", lot.available().toString());
    json.put("held", lot.held().toString());
    json.put("pending", lot.pending().toString());
    lot.expires().ifPresent(millis -> json.put("expires", millis));
    return json;
  }

  private static WalletId parse(String wallet) {
    try {
      return new WalletId(wallet);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }
}
