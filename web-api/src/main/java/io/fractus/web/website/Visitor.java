// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.AccessControl;
import io.fractus.web.access.Action;
import io.fractus.web.access.ContextKeys;
import io.fractus.web.accounts.Caller;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Somebody without a key, and what that one may see of a bucket. Not thread-safe. */
final class Visitor {
  private final ObjectStore store;
  private final AccessControl control;
  private final String bucket;
  private final Map<String, String> context = new HashMap<>();

  Visitor(ObjectStore store, AccessControl control, String bucket, HttpServletRequest http) {
    this.store = store;
    this.control = control;
    this.bucket = bucket;
    context.put(ContextKeys.SOURCE_IP, http.getRemoteAddr());
    context.put(ContextKeys.SECURE_TRANSPORT, Boolean.toString(http.isSecure()));
    Optional.ofNullable(http.getHeader("User-Agent"))
        .ifPresent(value -> context.put(ContextKeys.USER_AGENT, value));
    Optional.ofNullable(http.getHeader("Referer"))
        .ifPresent(value -> context.put(ContextKeys.REFERER, value));
  }

  private boolean may(Action action, String key) {
    return control.allows(Caller.ANONYMOUS, action, bucket, key, context);
  }

  /** What is known of an object that may be read; empty if there is none, or it may not be. */
  Optional<ObjectInfo> look(String key) {
    return isKey(key) && may(Action.GET_OBJECT, key)
        ? store.stat(new ObjectKey(bucket, key))
        : Optional.empty();
  }

  /** Opens an object; throws {@link S3Exception} with no more than the visitor may know. */
  ObjectReader open(String key) {
    if (isKey(key) && may(Action.GET_OBJECT, key)) {
      try {
        return readable(store.open(new ObjectKey(bucket, key)));
      } catch (StoreException e) {
        if (e.code() != StoreException.Code.NO_SUCH_KEY) {
          throw e;
        }
      }
      if (may(Action.LIST_BUCKET, "")) {
        throw new S3Exception(S3Error.NO_SUCH_KEY, "there is no '" + key + "' here");
      }
    }
    throw new S3Exception(S3Error.ACCESS_DENIED, "this is not for everybody to see");
  }

  /** Browsers bring no key along for what a client sealed with its own. */
  private static ObjectReader readable(ObjectReader reader) {
    if (reader.info().customerKey()) {
      reader.close();
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "this can be read only with the key of whoever stored it");
    }
    return reader;
  }

  private boolean isKey(String key) {
    try {
      return new ObjectKey(bucket, key).key().equals(key);
    } catch (StoreException _) {
      return false;
    }
  }
}
