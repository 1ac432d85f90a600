package coop.imece.gateway.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ConfigOption;
import coop.imece.cli.Endings;
import coop.imece.cli.ExitCode;
import coop.imece.cli.Flags;
import coop.imece.cli.Installation;
import coop.imece.cli.MemberOptions;
import coop.imece.cli.Supervised;
import coop.imece.gateway.GatewayProcess;
import coop.imece.gateway.GatewayProcessSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code imece gateway}: this process becomes a cooperative's gateway, ledger and scheduler, or
 * some of them.
 */
@Command
final class GatewayCommand implements Callable<Integer> {
  @Mixin private final MemberOptions member = new MemberOptions();
  @Mixin private final ConfigOption config = new ConfigOption();
  @Mixin private final Supervised supervised = new Supervised();

  @Option(
      names = "--roles",
      paramLabel = "ROLE",
      split = ",",
      description = "Some of gateway, ledger, scheduler (default: all; fewer need PostgreSQL).")
  private List<String> roles = List.of();

  @Option(
      names = "--host",
      paramLabel = "ADDR",
      description = "Address for HTTP (default: 127.0.0.1; 0.0.0.0 is every network).")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port for HTTP; 0 takes a free one (default: 8080).")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDR",
      description = "Address that other members dial (default: 127.0.0.1, or what reaches --join).")
  private Optional<String> clusterHost = Optional.empty();

  @Option(
      names = "--cluster-port",
      paramLabel = "P",
      description = "Port that other members dial; 0 takes a free one (default: 25520).")
  private Optional<Integer> clusterPort = Optional.empty();

  @Option(
      names = "--min-stages",
      paramLabel = "N",
      description =
          "The fewest stages of a pipeline: no node takes more than its part (default: 1).")
  private Optional<Integer> minStages = Optional.empty();

  @Option(
      names = "--allow-shared-hardware",
      description = "Nodes of different wallets may run on one machine.")
  private boolean sharedHardware;

  @Override
  public Integer call() {
    supervised.watch();
    var flags = new Flags();
    member.into(flags);
    flags
        .set(
            "imece.gateway.roles",
            roles.isEmpty() ? Optional.empty() : Optional.of(String.join(",", roles)))
        .set("imece.gateway.host", host)
        .set("imece.gateway.port", port)
        .set("imece.cluster.host", clusterHost)
        .set("imece.cluster.port", clusterPort)
        .set("imece.scheduler.min-stages", minStages)
        .set(
            "imece.scheduler.allow-shared-hardware",
            sharedHardware ? Optional.of("on") : Optional.empty());
    var installation = Installation.ofThisProcess();
    var loaded = config.load("gateway", List.of("ledger"), flags.values(), installation);
    var settings = GatewayProcessSettings.from(loaded, installation);
    if ((minStages.isPresent() || sharedHardware) && !settings.hasScheduler()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--min-stages and --allow-shared-hardware are the scheduler's: this process has not that role");
    }
    return Endings.exitCode(GatewayProcess.create(settings, loaded).run(), settings.cluster());
  }
}
