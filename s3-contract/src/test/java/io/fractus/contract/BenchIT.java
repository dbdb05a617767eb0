// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers of S3, in their quickest form, on both servers. */
class BenchIT {
  private static final Duration MOST = Duration.ofMinutes(5);

  @Test
  void requests_quick_printsEachRowWithItsFloor() throws IOException {
    Path directory = Files.createTempDirectory("fractus-bench-");
    // As the build of this module makes it for people who run the benchmark.
    Path classPath = Path.of("target", "s3proxy.classpath").toAbsolutePath();
    try (Child bench =
        Child.start(
            directory,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                FractusServer.jar().toString(),
                "bench",
                "requests",
                "--quick",
                "--json",
                "--s3proxy",
                classPath.toString(),
                "--dir",
                directory.toString()))) {
      int code = bench.awaitExit(MOST);
      assertThat(code).as(bench.output()).isZero();
      Map<String, JsonNode> rows = rows(bench.output());
      for (String method : List.of("PUT", "GET")) {
        for (String size : List.of("1 KB", "64 KB", "1 MB", "64 MB")) {
          assertThat(rows).containsKey(method + " " + size + ", 1 client");
          assertThat(rows).containsKey(method + " " + size + ", 1 client, p50");
        }
      }
      assertThat(rows)
          .containsKeys(
              "PUT 1 KB, 16 clients", "1 to 256 KB, as put, torrents", "first byte of 1 MB, hot");
    }
  }

  private static Map<String, JsonNode> rows(String output) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Map<String, JsonNode> rows = new HashMap<>();
    for (String line : output.lines().filter(line -> line.startsWith("{")).toList()) {
      JsonNode row = json.readTree(line);
      assertThat(row.path("bench").asText()).isEqualTo("s3");
      // Compaction may take away as much meanwhile as was put.
      if (!row.path("case").asText().contains("as put")) {
        assertThat(row.path("value").asDouble()).as(line).isPositive();
      }
      assertThat(row.path("floor_value").asDouble()).as(line).isPositive();
      assertThat(row.path("ratio").asDouble())
          .as(line)
          .isEqualTo(row.path("value").asDouble() / row.path("floor_value").asDouble());
      rows.put(row.path("case").asText(), row);
    }
    return rows;
  }
}
