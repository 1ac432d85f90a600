package coop.imece.gateway.ledger.cli;

import coop.imece.cli.ExitCode;
import coop.imece.log.Checkpoint;
import coop.imece.log.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code imece ledger verify}. */
@Command(
    name = "verify",
    description =
        "Recompute chain, tree, every amount and every invariant, and compare with the "
            + "checkpoint of the last time. Prints the first entry that is wrong, and why; the "
            + "exit code is 1 then.")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final SourceOptions options = new SourceOptions();
  @Mixin private final Console console = new Console();

  @Override
  public Integer call() {
    try (var source = options.open()) {
      var audited = Audited.of(source, options, console);
      if (console.json()) {
        console.print(json(audited));
      } else {
        text(audited);
      }
      return audited.report().passed() ? ExitCode.DONE : ExitCode.FAILED;
    } catch (MalformedException e) {
      var reason = "the checkpoint is refused: " + e.getMessage();
      if (console.json()) {
        console.print(Map.of("ok", false, "reason", reason));
      } else {
        console.print("WRONG: " + reason);
      }
      return ExitCode.FAILED;
    }
  }

  private void text(Audited audited) {
    var report = audited.report();
    if (report.finding().isPresent()) {
      var found = report.finding().get();
      console.print("WRONG at entry %d: %s".formatted(found.index(), found.reason()));
      return;
    }
    console.print("%,d entries in order, root %s".formatted(report.entries(), report.root()));
    audited
        .signer()
        .ifPresentOrElse(
            key -> console.print("signed by " + key.name()),
            () -> console.print("signature NOT checked: give the ledger's key with --vkey"));
    audited
        .remembered()
        .ifPresent(
            before ->
                console.print(
                    "continues the checkpoint of size %,d seen before".formatted(before.size())));
    var supply = report.supply();
    console.print(
        "issued %s, redeemed %s, in wallets %s"
            .formatted(
                supply.issued().display(),
                supply.redeemed().display(),
                supply.available().plus(supply.held()).plus(supply.pending()).display()));
    audited.perSecond().ifPresent(rate -> console.note("%,d entries/s".formatted(rate)));
  }

  private static Map<String, Object> json(Audited audited) {
    var report = audited.report();
    var json = new LinkedHashMap<String, Object>();
    json.put("ok", report.passed());
    json.put("entries", report.entries());
    json.put("root", report.root().hex());
    json.put("chain_head", report.chainHead().hex());
    json.put("origin", audited.checkpoint().map(Checkpoint::origin).orElse(""));
    json.put("signature_checked", audited.signer().isPresent());
    json.put("remembered_size", audited.remembered().map(Checkpoint::size).orElse(0L));
    json.put("supply", SupplyJson.of(report.supply()));
    audited.perSecond().ifPresent(rate -> json.put("entries_per_second", rate));
    report
        .finding()
        .ifPresent(
            found -> {
              json.put("first_wrong", found.index());
              json.put("reason", found.reason());
            });
    return json;
  }
}
