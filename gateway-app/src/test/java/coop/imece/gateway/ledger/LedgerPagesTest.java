package coop.imece.gateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import coop.imece.core.Bytes;
import coop.imece.gateway.api.ApiError;
import coop.imece.gateway.api.RequestRefused;
import coop.imece.ledger.Workload;
import coop.imece.ledger.actor.Reply;
import coop.imece.ledger.command.LedgerCommand;
import coop.imece.ledger.journal.JournalStart;
import coop.imece.log.Checkpoint;
import coop.imece.log.Entry;
import coop.imece.log.Hash;
import coop.imece.log.ProofVerifier;
import coop.imece.log.SignedNote;
import coop.imece.log.TilePath;
import coop.imece.log.Tiles;
import coop.imece.log.TlogProof;
import coop.imece.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that hosts the ledger as the cluster's singleton, asked as an outsider would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerPagesTest {
  private static final String ORIGIN = "imece.example/ledger";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private final Workload workload = new Workload(9, 3);
  private ActorSystem<Void> system;
  private GatewayLedger ledger;
  private Workload.Request request;
  private long size;

  @BeforeAll
  void fill() throws Exception {
    var config =
        ConfigFactory.parseMap(
                Map.ofEntries(
                    Map.entry("pekko.actor.provider", "cluster"),
                    Map.entry("pekko.remote.artery.transport", "tcp"),
                    Map.entry("pekko.remote.artery.canonical.hostname", "127.0.0.1"),
                    Map.entry("pekko.remote.artery.canonical.port", 0),
                    Map.entry("pekko.cluster.roles", List.of("gateway", "ledger", "scheduler")),
                    Map.entry("imece.ledger.origin", ORIGIN),
                    Map.entry("imece.ledger.directory", folder.toString()),
                    Map.entry("imece.ledger.checkpoint.every", "300ms"),
                    Map.entry("imece.ledger.client.timeout", "60s"),
                    Map.entry("imece.ledger.policy.tokenless", false),
                    Map.entry("imece.ledger.policy.canary-budget", "1" + "0".repeat(30))))
            .withFallback(ConfigFactory.load());
    system = ActorSystem.create(Behaviors.empty(), "imece", JournalStart.prepare(config));
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    ledger = GatewayLedger.start(system);
    var commands = new ArrayList<>(workload.setup(ORIGIN, System.currentTimeMillis()));
    for (int i = 0; i < 150; i++) {
      request = workload.request(System.currentTimeMillis());
      commands.add(request.hold());
      commands.add(request.settle());
    }
    for (var command : commands) {
      size = Math.max(size, record(command));
    }
    eventually(() -> assertTrue(get("checkpoint").contains("\n" + size + "\n")));
  }

  @AfterAll
  void stop() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void the_checkpoint_is_signed_by_the_key_that_is_shown() {
    var key = VerifierKey.parse(get("key"));
    assertEquals(size, Checkpoint.verified(SignedNote.parse(get("checkpoint")), key).size());
    assertEquals(get("checkpoint"), text("/ledger/checkpoint"));
  }

  @Test
  void every_entry_is_proven_by_its_receipt() {
    var key = VerifierKey.parse(get("key"));
    for (var seq = 0L; seq < size; seq += 29) {
      var entry = Entry.parse(Bytes.own(bytes("/v1/ledger/entries/" + seq)));
      var proof = TlogProof.parse(get("proof/" + seq));
      assertEquals(seq, proof.index());
      assertTrue(proof.verifies(entry, key));
    }
  }

  @Test
  void an_older_size_is_proven_to_be_the_beginning() throws Exception {
    var tree = new coop.imece.log.LogHead[1];
    tree[0] = coop.imece.log.LogHead.empty();
    for (var seq = 0; seq < 100; seq++) {
      tree[0].append(Entry.parse(Bytes.own(bytes("/v1/ledger/entries/" + seq))));
    }
    var answer = JSON.readTree(get("consistency?from=100"));
    var checkpoint = Checkpoint.parse(SignedNote.parse(answer.get("checkpoint").asText()).text());
    var proof = new ArrayList<byte[]>();
    answer.get("proof").forEach(hash -> proof.add(Base64.getDecoder().decode(hash.asText())));
    assertTrue(
        ProofVerifier.consistency(
            100, size, proof, tree[0].root().toBytes(), checkpoint.root().toBytes()));
  }

  @Test
  void pages_of_entries_join_to_the_whole_ledger() throws Exception {
    var seqs = new ArrayList<Long>();
    var next = "0";
    while (!next.equals("null")) {
      var page = JSON.readTree(get("entries?limit=37&start=" + next));
      page.get("entries").forEach(entry -> seqs.add(entry.get("seq").asLong()));
      next = page.get("next").asText();
    }
    assertEquals(size, seqs.size());
    for (var i = 0; i < seqs.size(); i++) {
      assertEquals(i, seqs.get(i));
    }
  }

  @Test
  void the_entries_of_a_request_and_of_a_wallet_are_found() {
    var hold = request.hold();
    eventually(() -> assertEquals(List.of("hold", "settle"), kinds("request=" + hold.id())));
    var kinds = kinds("wallet=" + hold.wallet() + "&limit=1000");
    assertEquals("wallet", kinds.get(0));
    assertTrue(kinds.contains("canary") && kinds.contains("settle"), kinds::toString);
  }

  @Test
  void balances_add_up_to_the_supply() throws Exception {
    var supply = JSON.readTree(get("supply"));
    var available = java.math.BigInteger.ZERO;
    for (var command : new Workload(9, 3).setup(ORIGIN, 0)) {
      if (command instanceof LedgerCommand.RegisterWallet wallet) {
        var balance = JSON.readTree(get("balance/" + wallet.key().walletId()));
        available = available.add(amount(balance, "available"));
        assertEquals(amount(balance, "available"), amount(balance.get("lots").get(0), "available"));
      }
    }
    assertEquals(amount(supply, "available"), available);
    assertEquals(
        amount(supply, "issued").subtract(amount(supply, "redeemed")), amount(supply, "available"));
  }

  @Test
  void the_files_hold_the_same_entries() {
    var path = new TilePath(TilePath.ENTRIES, 0, 256);
    var bundle = Tiles.parseEntries(path, bytes("/ledger/" + path));
    assertEquals(Bytes.own(bytes("/v1/ledger/entries/255")), bundle.get(255));
    var hashes = Tiles.parseHashes(new TilePath(0, 0, 256), bytes("/ledger/tile/0/000"));
    assertEquals(Entry.parse(bundle.get(255)).leafHash(), hashes.get(255));
    assertEquals(32, Hash.of(bytes("/ledger/tile/1/000.p/1")).toBytes().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/ledger/nothing | 404 | Unknown URL: \"/v1/ledger/nothing\"",
        "/v1/ledger/entries/-1 | 400 | index: need a whole number from 0 to 9007199254740992, was '-1'",
        "/v1/ledger/entries/999999 | 404 | There is no entry 999999",
        "/v1/ledger/entries?limit=1001 | 400 | limit: need a whole number from 1 to 1000, was '1001'",
        "/v1/ledger/entries?start=1e3 | 400 | start: need a whole number from 0 to 9007199254740992, was '1e3'",
        "/v1/ledger/consistency | 400 | from: required, was missing",
        "/ledger/tile/0/../../journal.mv.db | 400 | not the path of a tile: 'journal.mv.db'",
        "/ledger/tile/0/900 | 404 | tile/0/900 is not published",
        "/v1/ledger/balance/w_1 | 400 | wallet: wallet id must be w_ and 32 hex digits, was 'w_1'",
        "/v1/ledger/balance/w_00000000000000000000000000000000 | 404 | There is no wallet w_00000000000000000000000000000000",
      })
  void what_is_not_there_or_asked_wrongly_is_refused(String path, int status, String message) {
    var failure = assertThrows(RuntimeException.class, () -> bytes(path));
    var refused =
        (RequestRefused) (failure instanceof CompletionException ? failure.getCause() : failure);
    ApiError error = refused.error();
    assertEquals(status, error.status());
    assertEquals(message, error.message());
  }

  private void eventually(Runnable assertion) {
    TestProbe.create(system)
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> {
              assertion.run();
              return true;
            });
  }

  private List<String> kinds(String query) {
    try {
      var kinds = new ArrayList<String>();
      JSON.readTree(get("entries?" + query))
          .get("entries")
          .forEach(entry -> kinds.add(entry.get("kind").asText()));
      return kinds;
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static java.math.BigInteger amount(JsonNode node, String field) {
    return new java.math.BigInteger(node.get(field).asText());
  }

  private long record(LedgerCommand command) throws Exception {
    var reply = ledger.client().record(command).toCompletableFuture().get(60, TimeUnit.SECONDS);
    return ((Reply.Recorded) reply).entries().stream().mapToLong(d -> d.seq() + 1).max().orElse(0);
  }

  private String get(String path) {
    return text("/v1/ledger/" + path);
  }

  private String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String path) {
    var response =
        ledger
            .pages()
            .answer(HttpRequest.GET("http://localhost" + path))
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    return response
        .entity()
        .toStrict(1_000, system)
        .thenApply(strict -> strict.getData().toArray())
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
