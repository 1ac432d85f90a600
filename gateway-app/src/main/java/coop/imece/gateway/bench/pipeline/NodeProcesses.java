package coop.imece.gateway.bench.pipeline;

import coop.imece.cli.Installation;
import coop.imece.cli.Verb;
import coop.imece.cluster.HostPort;
import coop.imece.cluster.tls.CertificateAuthority;
import coop.imece.cluster.tls.Role;
import coop.imece.core.Flops;
import coop.imece.core.LayerRange;
import coop.imece.core.ModelShape;
import coop.imece.gateway.up.Child;
import coop.imece.gateway.up.ChildCommand;
import coop.imece.gateway.up.Children;
import coop.imece.gateway.up.LocalFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The nodes of a benchmark, in the order of their layers. */
final class NodeProcesses {
  private static final String LOOPBACK = "127.0.0.1";

  private final List<Child> nodes = new ArrayList<>();
  private final BenchSettings settings;
  private final List<LayerRange> slices;

  NodeProcesses(BenchSettings settings, ModelShape shape) {
    this.settings = settings;
    this.slices = Flops.balanced(shape, settings.stages());
  }

  /**
   * Starts the node of a stage, which joins over TLS and serves its part of the layers.
   *
   * @param children that it is added to
   */
  void start(
      int stage,
      Path model,
      HostPort gateway,
      CertificateAuthority ca,
      LocalFolder folder,
      Installation installation,
      Children children) {
    var name = "node-" + (stage + 1);
    folder.issue(ca, name, Role.NODE, Instant.now());
    var arguments = new ArrayList<>(List.of("--supervised", "--name", name));
    arguments.addAll(List.of("--join", gateway.toString(), "--host", LOOPBACK, "--port", "0"));
    arguments.addAll(List.of("--tls", folder.tls(name).toString()));
    arguments.addAll(List.of("--data", folder.data(name).toString()));
    arguments.addAll(List.of("--model", model.toString()));
    arguments.addAll(List.of("--layers", slices.get(stage).toString()));
    arguments.addAll(List.of("--precision", settings.precision().wireName()));
    arguments.addAll(List.of("--threads", Integer.toString(settings.threads())));
    arguments.addAll(List.of("--memory", Long.toString(settings.memoryBytes())));
    arguments.addAll(List.of("--measure", "off")); // it would disturb what is measured here
    if (!settings.linkRtt().isZero()) {
      var oneWay = settings.linkRtt().dividedBy(2);
      arguments.addAll(List.of("--link-delay", oneWay.toNanos() + "ns"));
    }
    var command = ChildCommand.of(installation, Verb.NODE, arguments);
    children.add(() -> Child.start(name, command, folder.log(name))).ifPresent(nodes::add);
  }

  int count() {
    return slices.size();
  }

  LayerRange slice(int stage) {
    return slices.get(stage);
  }

  Child process(int stage) {
    return nodes.get(stage);
  }

  /**
   * @throws coop.imece.cli.CommandFailure when one has ended
   */
  void requireAlive() {
    for (var node : nodes) {
      if (!node.isAlive()) {
        throw node.died();
      }
    }
  }

  /** Bytes that all together have written so far; empty where the system does not count them. */
  OptionalLong written() {
    long sum = 0;
    for (var node : nodes) {
      var written = ProcessFigures.written(node.pid());
      if (written.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += written.getAsLong();
    }
    return OptionalLong.of(sum);
  }
}
