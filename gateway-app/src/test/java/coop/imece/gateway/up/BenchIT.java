package coop.imece.gateway.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import coop.imece.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code imece bench} with real processes, from the built distribution. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a POSIX shell")
class BenchIT {
  private static final List<String> MEASURED =
      List.of(
          "/decode/tok_s",
          "/decode/bare_tok_s",
          "/decode_many/tok_s",
          "/prefill/tok_s",
          "/first_token_p95_ms",
          "/compute_ms",
          "/memory_bytes_per_s",
          "/weight_bytes_per_token",
          "/bandwidth_fraction");

  @TempDir Path folder;

  @Test
  void two_stages_are_measured_and_nothing_is_left_but_the_logs_of_a_failure() throws Exception {
    var bench =
        ImeceProcess.start(
            folder,
            "bench",
            "--shape=tiny",
            "--precision=fp32",
            "--stages=2",
            "--threads=1",
            "--sessions=2",
            "--prompt=8",
            "--tokens=24",
            "--link-rtt=4ms",
            "--runs=1",
            "--json");
    assertEquals(ExitCode.DONE, bench.awaitExit(), bench.err());
    var json = new ObjectMapper().readTree(bench.out());
    for (var figure : MEASURED) {
      assertTrue(json.at(figure).asDouble() > 0, figure + " in " + bench.out());
    }
    assertTrue(json.at("/beside_compute_ms").asDouble() >= 4, bench.out());
    assertEquals("0..1", json.at("/processes/0/layers").asText());
    assertEquals(json.path("kernels").asText("of none"), json.at("/processes/1/kernels").asText());
    assertEquals("node-2", json.at("/processes/1/name").asText());
    assertEquals(List.of(), bench.running());
    assertEquals(List.of("tiny"), names(benchmarks()));

    var failing = ImeceProcess.start(folder, "bench", "--shape=tiny", "--stages=1", "--threads=1");
    failing.awaitErr("warming up");
    var bareLoop = failing.running().stream().filter(BenchIT::isBareLoop).toList();
    assertEquals(1, bareLoop.size(), bareLoop.toString());
    bareLoop.get(0).destroyForcibly();
    assertEquals(ExitCode.FAILED, failing.awaitExit(), failing.err());
    assertTrue(
        failing.err().contains("imece bench: bare-loop ended with exit code 137"), failing.err());
    assertEquals(List.of(), failing.running());
    var left = names(benchmarks());
    assertEquals(2, left.size(), left.toString());
    assertTrue(failing.err().contains(left.get(0)), failing.err());
    assertEquals(List.of("logs"), names(benchmarks().resolve(left.get(0))));
    var logs = names(benchmarks().resolve(left.get(0)).resolve("logs"));
    assertEquals(List.of("bare-loop.log", "node-1.log"), logs);
  }

  private static boolean isBareLoop(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("measure.options");
  }

  private Path benchmarks() {
    return folder.resolve("cache").resolve("imece").resolve("bench");
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
