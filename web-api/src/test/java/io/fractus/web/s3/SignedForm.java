// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The fields of a form that prove who lets it be sent, as AWS documents them. Stateless. */
final class SignedForm {
  private static final String BOUNDARY = "xyz";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SignedForm() {}

  /**
   * Good for an hour.
   *
   * @param conditions of the policy, as JSON, without those of these fields
   */
  static Map<String, String> fields(
      String keyId, String secret, String conditions, Instant signedAt) {
    String date = TIMESTAMP.format(signedAt);
    String day = date.substring(0, 8);
    String credential = keyId + "/" + day + "/us-east-1/s3/aws4_request";
    String json =
        "{\"expiration\": \"%s\", \"conditions\": [%s, {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},"
                .formatted(signedAt.plusSeconds(3_600), conditions)
            + " {\"x-amz-credential\": \"%s\"}, {\"X-Amz-Date\": \"%s\"}]}"
                .formatted(credential, date);
    String policy = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
    for (String part : new String[] {"us-east-1", "s3", "aws4_request"}) {
      key = hmac(key, part);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("policy", policy);
    fields.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
    fields.put("x-amz-credential", credential);
    fields.put("x-amz-date", date);
    fields.put("x-amz-signature", HexFormat.of().formatHex(hmac(key, policy)));
    return fields;
  }

  /** Sends a form with a file of five bytes. */
  static HttpResponse<String> send(URI server, String bucket, Map<String, String> fields)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name, value)));
    body.append(
        "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nhello"
            .formatted(BOUNDARY));
    body.append("\r\n--%s--\r\n".formatted(BOUNDARY));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(server.resolve("/" + bucket))
              .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
              .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
              .build(),
          HttpResponse.BodyHandlers.ofString());
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
