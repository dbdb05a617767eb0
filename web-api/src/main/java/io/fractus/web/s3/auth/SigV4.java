// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import io.fractus.web.http.ContentMd5;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of AWS Signature Version 4. Stateless. */
final class SigV4 {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  /** The SHA-256 of nothing. */
  static final String EMPTY_SHA256 = sha256("");

  private static final String HMAC = "HmacSHA256";

  private SigV4() {}

  /** The key of a day, a region and a service. */
  static byte[] signingKey(String secretAccessKey, CredentialScope scope) {
    byte[] secret = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    byte[] ofDate = hmac(secret, scope.date());
    byte[] ofRegion = hmac(ofDate, scope.region());
    byte[] ofService = hmac(ofRegion, scope.service());
    return hmac(ofService, CredentialScope.TERMINATOR);
  }

  static String stringToSign(String timestamp, CredentialScope scope, String canonicalRequest) {
    return String.join("\n", ALGORITHM, timestamp, scope.text(), sha256(canonicalRequest));
  }

  static String signature(byte[] signingKey, String stringToSign) {
    return HexFormat.of().formatHex(hmac(signingKey, stringToSign));
  }

  static String sha256(String text) {
    return HexFormat.of()
        .formatHex(ContentMd5.newDigest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
