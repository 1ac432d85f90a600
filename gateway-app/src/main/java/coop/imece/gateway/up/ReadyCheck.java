package coop.imece.gateway.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Asks a gateway's {@code /readyz}. */
final class ReadyCheck {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI readyz;

  ReadyCheck(URI gateway) {
    this.readyz = gateway.resolve("/readyz");
  }

  /** Whether the cooperative can answer prompts and, if not, why. */
  record Answer(boolean ready, List<String> reasons) {
    Answer {
      reasons = List.copyOf(reasons);
    }
  }

  Answer ask() {
    try {
      var connection = (HttpURLConnection) readyz.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
        return new Answer(true, List.of());
      }
      try (var body = connection.getErrorStream()) {
        return new Answer(false, reasons(body));
      }
    } catch (IOException e) {
      return new Answer(false, List.of("the gateway is starting"));
    }
  }

  private static List<String> reasons(InputStream body) throws IOException {
    var reasons = new ArrayList<String>();
    if (body != null) {
      JSON.readTree(body).path("reasons").forEach(reason -> reasons.add(reason.asText()));
    }
    return reasons;
  }
}
