package coop.imece.gateway.ledger.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import coop.imece.cli.ImeceCommandLine;
import coop.imece.cli.Verb;
import coop.imece.core.Bytes;
import coop.imece.ledger.event.EventReader;
import coop.imece.ledger.event.WalletRegistered;
import coop.imece.log.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerVerbTest {
  private static final List<Bytes> ENTRIES = PublishedLedger.entries(1, 300);

  @TempDir private Path folder;
  private Path tiles;

  private record Run(int exitCode, String out, String err) {}

  @BeforeEach
  void publish() {
    tiles = folder.resolve("tiles");
    PublishedLedger.publish(tiles, ENTRIES);
  }

  @Test
  void an_honest_ledger_is_verified_and_its_checkpoint_remembered() throws IOException {
    var run = ledger("verify", "--vkey", PublishedLedger.KEY.verifier().toString());
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().startsWith(ENTRIES.size() + " entries in order, root "), run.out());
    assertTrue(run.out().contains("signed by imece.example/ledger"), run.out());
    var again = new ObjectMapper().readTree(ledger("verify", "--json").out());
    assertTrue(again.get("ok").asBoolean());
    assertTrue(again.get("signature_checked").asBoolean(), "the key was remembered");
    assertEquals(ENTRIES.size(), again.get("remembered_size").asInt());
  }

  @Test
  void without_a_key_it_says_that_the_signature_was_not_checked() {
    var run = ledger("verify");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("signature NOT checked"), run.out());
    assertTrue(Files.notExists(folder.resolve("memory")), "nothing is remembered unsigned");
  }

  @Test
  void a_flipped_byte_of_an_entry_is_named_by_its_index() throws IOException {
    var file = tiles.resolve("tile/entries/001");
    var bytes = Files.readAllBytes(file);
    bytes[2] ^= 1;
    Files.write(file, bytes);
    var run = ledger("verify");
    assertEquals(1, run.exitCode());
    assertTrue(run.out().startsWith("WRONG at entry 256: not canonical JSON"), run.out());
    var json = new ObjectMapper().readTree(ledger("verify", "--json").out());
    assertEquals(256, json.get("first_wrong").asInt());
    bytes[2] ^= 1;
    bytes[0] ^= 1;
    Files.write(file, bytes);
    assertTrue(ledger("verify").out().startsWith("WRONG at entry 256: "));
  }

  @Test
  void a_flipped_byte_of_a_hash_tile_is_found() throws IOException {
    for (var tile : List.of("tile/0/001", "tile/1/000.p/2")) {
      var file = tiles.resolve(tile);
      var bytes = Files.readAllBytes(file);
      bytes[40] ^= 1;
      Files.write(file, bytes);
      var run = ledger("verify");
      assertEquals(1, run.exitCode());
      var first = tile.startsWith("tile/0") ? 256 : 0;
      assertEquals(
          "WRONG at entry %d: %s is not the tile of its entries".formatted(first, tile),
          run.out().strip());
      bytes[40] ^= 1;
      Files.write(file, bytes);
    }
  }

  @Test
  void a_history_rewritten_with_the_real_key_is_found_by_what_was_remembered() {
    var vkey = PublishedLedger.KEY.verifier().toString();
    assertEquals(0, ledger("verify", "--vkey", vkey).exitCode());
    PublishedLedger.publish(tiles, PublishedLedger.entries(2, 300));
    var run = ledger("verify");
    assertEquals(1, run.exitCode());
    assertTrue(
        run.out()
            .startsWith(
                "WRONG at entry 0: the entries [0, %d) are not those of the checkpoint of size"
                    .formatted(ENTRIES.size())),
        run.out());
    assertEquals(1, ledger("verify").exitCode(), "it stays remembered");
  }

  @Test
  void a_ledger_that_became_shorter_is_found() {
    var vkey = PublishedLedger.KEY.verifier().toString();
    assertEquals(0, ledger("verify", "--vkey", vkey).exitCode());
    PublishedLedger.publish(tiles, ENTRIES.subList(0, 500));
    var run = ledger("verify");
    assertEquals(
        "WRONG at entry 500: the ledger ends after 500 entries, a checkpoint has " + ENTRIES.size(),
        run.out().strip());
  }

  @Test
  void a_checkpoint_that_another_key_signed_is_refused() {
    var other =
        coop.imece.log.SigningKey.ofSeed(
            PublishedLedger.ORIGIN,
            coop.imece.log.VerifierKey.Type.ED25519,
            "another seed of thirty-two bytes".getBytes());
    var run = ledger("verify", "--vkey", other.verifier().toString());
    assertEquals(1, run.exitCode());
    assertEquals(
        "WRONG: the checkpoint is refused: the checkpoint is not signed by imece.example/ledger",
        run.out().strip());
  }

  @Test
  void an_export_is_the_ledger_again() throws IOException {
    var copy = folder.resolve("copy");
    assertEquals(0, ledger("export", "--out", copy.toString()).exitCode());
    try (var files = Files.walk(tiles)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertArrayEquals(
            Files.readAllBytes(file), Files.readAllBytes(copy.resolve(tiles.relativize(file))));
      }
    }
    var lines = ledger("export").out().lines().toList();
    assertEquals(
        ENTRIES.stream().map(e -> new String(e.array(), StandardCharsets.UTF_8)).toList(), lines);
  }

  @Test
  void a_receipt_proves_its_entry_offline_and_no_other() throws IOException {
    var vkey = PublishedLedger.KEY.verifier().toString();
    var receipt = folder.resolve("receipt");
    Files.writeString(receipt, ledger("proof", "300").out());
    var entry = folder.resolve("entry");
    Files.write(entry, ENTRIES.get(300).array());
    var check = List.of("--check", receipt.toString(), "--entry", entry.toString());
    var run = ledger(with(check, "proof", "--vkey", vkey));
    assertEquals(0, run.exitCode(), run.err());
    Files.write(entry, ENTRIES.get(301).array());
    assertEquals(1, ledger(with(check, "proof", "--vkey", vkey)).exitCode());
    var outside = ledger("proof", "9999");
    assertEquals(2, outside.exitCode());
    assertTrue(outside.err().contains("INDEX must be 0 to "), outside.err());
  }

  @Test
  void a_balance_is_computed_from_the_entries() throws IOException {
    var wallet =
        ENTRIES.stream()
            .map(bytes -> EventReader.read(Entry.parse(bytes)))
            .filter(WalletRegistered.class::isInstance)
            .map(event -> ((WalletRegistered) event).wallet())
            .findFirst()
            .orElseThrow();
    var json = new ObjectMapper().readTree(ledger("balance", wallet.value(), "--json").out());
    assertEquals(wallet.value(), json.get("wallet").asText());
    assertEquals("0", json.get("held").asText());
    assertEquals(json.get("available"), json.get("lots").get(0).get("available"));
    assertEquals(2, ledger("balance", "w_x").exitCode());
  }

  @Test
  void a_watch_prints_what_is_new_and_ends_when_told() {
    var run =
        ledger("watch", "--from", "610", "--until", Integer.toString(ENTRIES.size()), "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(ENTRIES.size() - 610, run.out().lines().count());
  }

  @Test
  void a_gateway_is_read_over_http() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/ledger/",
        exchange -> {
          var file = tiles.resolve(exchange.getRequestURI().getPath().substring(8));
          var found = Files.isRegularFile(file);
          var body = found ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(found ? 200 : 404, found ? body.length : -1);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort();
      var run = execute("verify", "--url", url, "--memory", folder.resolve("memory").toString());
      assertEquals(0, run.exitCode(), run.err());
      Files.delete(tiles.resolve("tile/entries/001"));
      run = execute("verify", "--url", url);
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains(url + " has no file tile/entries/001"), run.err());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_gateway_that_does_not_answer_is_unreachable() {
    var run = execute("verify", "--url", "http://127.0.0.1:1");
    assertEquals(69, run.exitCode());
    assertTrue(run.err().contains("http://127.0.0.1:1/ledger/checkpoint cannot be reached"));
  }

  private Run ledger(String... args) {
    return execute(
        with(
            List.of("--tiles", tiles.toString(), "--memory", folder.resolve("memory").toString()),
            args));
  }

  private static String[] with(List<String> options, String... args) {
    var all = new ArrayList<>(Arrays.asList(args));
    all.addAll(options);
    return all.toArray(String[]::new);
  }

  private static Run execute(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = ImeceCommandLine.create(Map.of(Verb.LEDGER, new LedgerVerb()));
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    var words = with(Arrays.asList(args), "ledger");
    return new Run(line.execute(words), out.toString(), err.toString());
  }
}
