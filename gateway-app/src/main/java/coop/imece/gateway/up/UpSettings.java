package coop.imece.gateway.up;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import coop.imece.core.Precision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code imece up} was asked for.
 *
 * @param port for HTTP on loopback
 * @param models folders of the models; the nodes are divided among them
 * @param precision empty for what the settings say
 */
public record UpSettings(
    int nodes, int port, List<Path> models, Optional<Precision> precision, LocalFolder folder) {
  private static final int MAX_NODES = 64;

  public UpSettings {
    models = List.copyOf(models);
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException(
          "--nodes must be 1 to %d, was %d".formatted(MAX_NODES, nodes));
    }
    if (nodes < models.size()) {
      throw new IllegalArgumentException(
          "--nodes must be at least the number of models, %d, was %d"
              .formatted(models.size(), nodes));
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("--port must be 1 to 65535, was %d".formatted(port));
    }
  }

  /** The fewest stages of a pipeline: all nodes of a model have a part in it. */
  int minStages() {
    return nodes / models.size();
  }

  /**
   * @throws CommandFailure when another program listens on the port
   */
  public void requireFreePort() {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "port %d is taken: choose another one with --port".formatted(port));
    }
  }
}
