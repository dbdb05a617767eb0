// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 in the header, without a hash of the body, as clients sign that trust
 * their connection: hashing on both sides is no part of the numbers. Shares no code with what is
 * measured. Immutable.
 */
final class RequestSigner {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String host;
  private final String accessKey;
  private final String secretKey;
  private final String region;

  /** Signs requests to a host, as they are sent to it. */
  RequestSigner(String host, String accessKey, String secretKey, String region) {
    this.host = host;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
  }

  /**
   * The headers that make a request good, each with its end of line.
   *
   * @param path encoded already
   * @param query in canonical form, empty if there is none
   */
  String headers(String method, String path, String query, Instant now) {
    String time = TIME.format(now);
    String day = time.substring(0, 8);
    String scope = day + "/" + region + "/s3/aws4_request";
    String canonical =
        method
            + "\n"
            + path
            + "\n"
            + query
            + "\nhost:"
            + host
            + "\nx-amz-content-sha256:"
            + UNSIGNED
            + "\nx-amz-date:"
            + time
            + "\n\n"
            + SIGNED
            + "\n"
            + UNSIGNED;
    String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical);
    byte[] key = hmac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), day);
    key = hmac(hmac(hmac(key, region), "s3"), "aws4_request");
    String signature = HexFormat.of().formatHex(hmac(key, toSign));
    return "Host: "
        + host
        + "\r\nx-amz-content-sha256: "
        + UNSIGNED
        + "\r\nx-amz-date: "
        + time
        + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
        + accessKey
        + "/"
        + scope
        + ", SignedHeaders="
        + SIGNED
        + ", Signature="
        + signature
        + "\r\n";
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
