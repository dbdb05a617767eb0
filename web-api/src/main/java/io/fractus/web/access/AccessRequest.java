// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.Map;
import java.util.Optional;

/**
 * What a policy is asked.
 *
 * @param user by name; empty for somebody without a key
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::bucket/key}
 * @param context values by the names of condition keys in lower case
 */
record AccessRequest(
    Optional<String> user, String action, String resource, Map<String, String> context) {

  static String arn(String bucket, String key) {
    if (bucket.isEmpty()) {
      return "arn:aws:s3:::*";
    }
    return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
  }
}
