// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.Optional;

/**
 * What a policy is asked.
 *
 * @param user by name; empty for somebody without a key
 * @param action such as {@code s3:GetObject}
 * @param resource such as {@code arn:aws:s3:::bucket/key}
 * @param context what conditions look at
 */
record AccessRequest(Optional<String> user, String action, String resource, Context context) {

  static String arn(String bucket, String key) {
    if (bucket.isEmpty()) {
      return "arn:aws:s3:::*";
    }
    return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
  }
}
