package coop.imece.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.typesafe.config.ConfigFactory;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.gateway.api.ServedModels;
import coop.imece.gateway.operator.OperatorToken;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorElsewhereTest {
  @TempDir Path data;

  @Test
  void even_the_right_token_is_refused_from_another_machine() throws Exception {
    var token = OperatorToken.make(data, new SecureRandom());
    var operations =
        new Operations(
            question -> new CompletableFuture<>(),
            CompletableFuture::new,
            order -> new CompletableFuture<>(),
            CompletableFuture::new,
            token);
    var models = new ServedModels(List.of());
    var endpoint =
        new OperationsEndpoints(operations, models, 1, InstantSource.system())
            .all().stream()
                .filter(found -> found.path().equals("/v1/operator/nodes"))
                .findFirst()
                .orElseThrow();
    var request =
        HttpRequest.GET("/v1/operator/nodes")
            .addHeader(
                RawHeader.create(
                    "Authorization",
                    "Bearer " + OperatorToken.read(data.resolve(OperatorToken.FILE))));
    var settings = GatewaySettings.of(ConfigFactory.load());
    var elsewhere = Connection.open(settings, InetAddress.getByName("192.0.2.1"));
    var here = Connection.open(settings, InetAddress.getByName("::1"));
    var refusal =
        assertThrows(
            RequestRefused.class,
            () -> endpoint.answer().apply(new Exchange(request, endpoint.path(), "r", elsewhere)));
    assertEquals(403, refusal.error().status());
    assertEquals("Only from the machine on which the gateway runs", refusal.error().message());
    endpoint.answer().apply(new Exchange(request, endpoint.path(), "r", here));
  }
}
