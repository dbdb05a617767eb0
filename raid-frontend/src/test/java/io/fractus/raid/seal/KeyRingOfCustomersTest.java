// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that need a client's key as well. */
class KeyRingOfCustomersTest {
  private static final byte[] CONTEXT = {1, 2, 3};

  private final SecureRandom random = new SecureRandom();
  private final DataKey key = DataKey.random(random);
  private final Optional<CustomerKey> hers = customer(7);

  @TempDir Path directory;
  private KeyRing ring;

  @BeforeEach
  void open() throws IOException {
    ring = KeyRing.loadOrCreate(directory.resolve("key"), random);
  }

  @Test
  void unwrap_withTheSameKey_givesBackTheKey() {
    byte[] wrapped = ring.wrap(key, hers, CONTEXT);
    assertThat(KeyRing.isOfCustomer(wrapped)).isTrue();
    assertThat(ring.unwrap(wrapped, customer(7), CONTEXT).bytes()).isEqualTo(key.bytes());
    assertThat(ring.wrap(key, hers, CONTEXT)).isNotEqualTo(wrapped);
    ring.check(wrapped, CONTEXT);
  }

  @Test
  void unwrap_withAnotherKeyOrNone_isRefused() {
    byte[] wrapped = ring.wrap(key, hers, CONTEXT);
    assertCode(() -> ring.unwrap(wrapped, customer(8), CONTEXT), Code.CUSTOMER_KEY_WRONG);
    assertCode(() -> ring.unwrap(wrapped, Optional.empty(), CONTEXT), Code.CUSTOMER_KEY_MISMATCH);
    assertThatThrownBy(() -> ring.unwrap(wrapped, CONTEXT)).isInstanceOf(SealException.class);
  }

  @Test
  void unwrap_withAKeyWhereThereWasNone_isRefused() {
    byte[] wrapped = ring.wrap(key, Optional.empty(), CONTEXT);
    assertThat(KeyRing.isOfCustomer(wrapped)).isFalse();
    assertCode(() -> ring.unwrap(wrapped, hers, CONTEXT), Code.CUSTOMER_KEY_MISMATCH);
    assertThat(ring.unwrap(wrapped, Optional.empty(), CONTEXT).bytes()).isEqualTo(key.bytes());
  }

  @Test
  void unwrap_anyByteChangedOtherContextOrOtherFile_isRefused() throws IOException {
    byte[] wrapped = ring.wrap(key, hers, CONTEXT);
    for (int at = 0; at < wrapped.length; at++) {
      byte[] changed = wrapped.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> ring.unwrap(changed, hers, CONTEXT))
          .isInstanceOfAny(SealException.class, StoreException.class);
    }
    assertThatThrownBy(() -> ring.unwrap(wrapped, hers, new byte[3]))
        .isInstanceOf(SealException.class);
    KeyRing other = KeyRing.loadOrCreate(directory.resolve("other"), random);
    assertThatThrownBy(() -> other.unwrap(wrapped, hers, CONTEXT))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("not the one that sealed");
    assertThatThrownBy(() -> other.check(wrapped, CONTEXT)).isInstanceOf(SealException.class);
  }

  @Test
  void etag_ofOneMd5_isAnotherForEachKeyAndObject() {
    String md5 = "d41d8cd98f00b204e9800998ecf8427e";
    String etag = hers.orElseThrow().etag(md5, CONTEXT);
    assertThat(etag).hasSize(md5.length()).isNotEqualTo(md5);
    assertThat(hers.orElseThrow().etag(md5, new byte[3])).isNotEqualTo(etag);
    assertThat(customer(8).orElseThrow().etag(md5, CONTEXT)).isNotEqualTo(etag);
    assertThat(hers).asString().doesNotContain("7");
  }

  private static Optional<CustomerKey> customer(int filling) {
    byte[] bytes = new byte[CustomerKey.LENGTH];
    Arrays.fill(bytes, (byte) filling);
    return Optional.of(CustomerKey.of(bytes));
  }

  private static void assertCode(Runnable call, Code code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
