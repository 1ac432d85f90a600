package coop.imece.gateway.grid;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers like the grid services, well or badly, as the test says. */
final class GridServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new LinkedHashMap<>();
  final List<String> asked = new ArrayList<>();

  private record Answer(int status, String body) {}

  GridServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var uri = exchange.getRequestURI().toString();
          asked.add(uri);
          var answer =
              answers.entrySet().stream()
                  .filter(entry -> uri.contains(entry.getKey()))
                  .map(Map.Entry::getValue)
                  .findFirst()
                  .orElse(new Answer(404, "nothing here"));
          var bytes = answer.body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** To requests whose address contains {@code part}. */
  GridServer answer(String part, int status, String body) {
    answers.put(part, new Answer(status, body));
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
