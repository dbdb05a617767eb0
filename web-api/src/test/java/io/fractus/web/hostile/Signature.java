// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import io.fractus.web.TestCloud;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4, done by the letter of its description and by nothing of the server's, so
 * that requests can be signed that no client would send.
 *
 * @param at when it is signed
 * @param region of its scope
 * @param secret that it is signed with
 */
record Signature(Instant at, String region, String secret) {
  static final String EMPTY = sha256(new byte[0]);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static Signature now() {
    return new Signature(Instant.now(), "us-east-1", TestCloud.CREDENTIALS.secretAccessKey());
  }

  String timestamp() {
    return STAMP.format(at);
  }

  String scope() {
    return timestamp().substring(0, 8) + "/" + region + "/s3/aws4_request";
  }

  String credential() {
    return TestCloud.CREDENTIALS.accessKeyId() + "/" + scope();
  }

  /**
   * Of a request.
   *
   * @param headers that are signed, by names in lower case, sorted
   */
  String of(String method, String path, String query, Map<String, String> headers, String hash) {
    String lines =
        headers.entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue().strip() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            method,
            path,
            Stream.of(query.split("&", -1))
                .filter(p -> !p.isEmpty())
                .map(p -> p.contains("=") ? p : p + "=")
                .sorted(Comparator.comparing(p -> p.replace('=', '\0')))
                .collect(Collectors.joining("&")),
            lines,
            String.join(";", headers.keySet()),
            hash);
    return of("AWS4-HMAC-SHA256", scope(), sha256(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of a chunk, after the one before it. */
  String ofChunk(String previous, byte[] chunk) {
    return of("AWS4-HMAC-SHA256-PAYLOAD", scope(), previous, EMPTY, sha256(chunk));
  }

  /** Of a trailer, each of its lines ended by a line feed. */
  String ofTrailer(String previous, String trailer) {
    return of(
        "AWS4-HMAC-SHA256-TRAILER",
        scope(),
        previous,
        sha256(trailer.getBytes(StandardCharsets.UTF_8)));
  }

  private String of(String what, String... lines) {
    String toSign = what + "\n" + timestamp() + "\n" + String.join("\n", lines);
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String step : scope().split("/", -1)) {
      key = hmac(key, step);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
