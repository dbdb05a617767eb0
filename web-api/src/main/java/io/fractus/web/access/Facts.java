// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one request: what it says itself, who makes it and when, and the tags of its
 * object, which are looked up when the first condition asks for them. Not thread-safe.
 */
final class Facts implements Context {
  private final ObjectStore store;
  private final String bucket;
  private final String key;
  private final Map<String, String> values;
  private @Nullable Map<String, String> tags;

  Facts(
      ObjectStore store,
      Instant now,
      Optional<String> user,
      String bucket,
      String key,
      Map<String, String> said) {
    this.store = store;
    this.bucket = bucket;
    this.key = key;
    this.values = new HashMap<>(said);
    values.put(ContextKeys.CURRENT_TIME, now.truncatedTo(ChronoUnit.SECONDS).toString());
    values.put(ContextKeys.EPOCH_TIME, Long.toString(now.getEpochSecond()));
    user.ifPresent(name -> {
      values.put(ContextKeys.USER_NAME, name);
      values.put(ContextKeys.PRINCIPAL, Arns.ofUser(name));
    });
  }

  @Override
  public Optional<String> get(String name) {
    return name.startsWith(ContextKeys.EXISTING_TAG)
        ? Optional.ofNullable(tags().get(name.substring(ContextKeys.EXISTING_TAG.length())))
        : Optional.ofNullable(values.get(name));
  }

  private Map<String, String> tags() {
    Map<String, String> found = tags;
    if (found == null) {
      found = key.isEmpty() ? Map.of() : lookUp();
      tags = found;
    }
    return found;
  }

  /** Those of the version that is named, or of the last one; where there is none, no tags. */
  private Map<String, String> lookUp() {
    String version = values.get(ContextKeys.VERSION_ID);
    try {
      ObjectKey object = new ObjectKey(bucket, key);
      return version == null
          ? store.stat(object).map(ObjectInfo::tags).orElse(Map.of())
          : store.versions().stat(object, version).tags();
    } catch (StoreException e) {
      return switch (e.code()) {
        case NO_SUCH_BUCKET, NO_SUCH_KEY, NO_SUCH_VERSION, DELETE_MARKER, INVALID_KEY -> Map.of();
        default -> throw e;
      };
    }
  }
}
