// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A bencoded value (BEP 3): an integer, a byte string, a list or a dictionary. Immutable. */
public sealed interface BValue {

  /** An integer. Bencode has no bound; ours is a signed 64-bit one, as in every client. */
  record BInteger(long value) implements BValue {}

  /** A string of bytes, which need not be text. */
  final class BString implements BValue, Comparable<BString> {
    private final byte[] bytes;

    BString(byte[] bytes) {
      this.bytes = bytes;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }

    public int length() {
      return bytes.length;
    }

    /** The bytes as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(BString other) {
      return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof BString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A list, in its order. */
  record BList(List<BValue> values) implements BValue {
    public BList {
      values = List.copyOf(values);
    }
  }

  /** A dictionary, its keys in the order of their raw bytes, each once. */
  record BDictionary(SortedMap<BString, BValue> entries) implements BValue {
    public BDictionary {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** The value under an ASCII key, or null if there is none. */
    public @Nullable BValue get(String key) {
      return entries.get(BValue.string(key));
    }

    /** The byte string under a key, or null if there is none or it is of another kind. */
    public @Nullable BString bytes(String key, int maxLength) {
      return get(key) instanceof BString found && found.length() <= maxLength ? found : null;
    }

    /** The integer under a key, or null if there is none or it is of another kind. */
    public @Nullable Long integer(String key) {
      return get(key) instanceof BInteger found ? (Long) found.value() : null;
    }
  }

  static BInteger integer(long value) {
    return new BInteger(value);
  }

  /** A copy of these bytes. */
  static BString string(byte[] bytes) {
    return new BString(bytes.clone());
  }

  /** This text as UTF-8. */
  static BString string(String text) {
    return new BString(text.getBytes(StandardCharsets.UTF_8));
  }

  static BList list(List<? extends BValue> values) {
    return new BList(List.copyOf(values));
  }

  /** A dictionary built key by key; a key given twice keeps its last value. */
  static Builder dictionary() {
    return new Builder();
  }

  /** Collects a dictionary. Not thread-safe. */
  final class Builder {
    private final TreeMap<BString, BValue> entries = new TreeMap<>();

    public Builder put(String key, BValue value) {
      entries.put(string(key), value);
      return this;
    }

    public Builder put(String key, long value) {
      return put(key, integer(value));
    }

    public Builder put(String key, String value) {
      return put(key, string(value));
    }

    public Builder put(String key, byte[] value) {
      return put(key, string(value));
    }

    /** For keys that are not text, such as the infohashes of a scrape. */
    public Builder put(byte[] key, BValue value) {
      entries.put(string(key), value);
      return this;
    }

    public BDictionary build() {
      return new BDictionary(entries);
    }
  }
}
