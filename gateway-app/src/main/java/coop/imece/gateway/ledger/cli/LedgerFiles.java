package coop.imece.gateway.ledger.cli;

import coop.imece.cli.CommandFailure;
import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Fetches a ledger's published files. */
final class LedgerFiles {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int OK = 200;

  private LedgerFiles() {}

  /** From a gateway: {@code URL/ledger/...}. */
  static Function<String, Optional<byte[]>> at(URI gateway) {
    var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    var base = gateway.toString().replaceAll("/+$", "") + "/ledger/";
    return path -> {
      var uri = URI.create(base + path);
      var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      try {
        var response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() == NOT_FOUND) {
          return Optional.empty();
        }
        if (response.statusCode() != OK) {
          throw new CommandFailure(
              ExitCode.FAILED, "%s answered %d".formatted(uri, response.statusCode()));
        }
        return Optional.of(response.body());
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.UNREACHABLE, "%s cannot be reached: %s".formatted(uri, reason(e)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.INTERRUPTED, "stopped");
      }
    };
  }

  /** From a folder. */
  static Function<String, Optional<byte[]>> in(Path folder) {
    return path -> {
      try {
        return Optional.of(Files.readAllBytes(folder.resolve(path)));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.FAILED, "%s cannot be read: %s".formatted(folder.resolve(path), reason(e)));
      }
    };
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
