// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionIdsTest {
  private static final byte[] V4 = InetAddress.ofLiteral("192.0.2.1").getAddress();
  private static final byte[] V6 = InetAddress.ofLiteral("2001:db8::1").getAddress();

  private final ConnectionIds ids = new ConnectionIds(1, 2);

  /** The vectors of the reference implementation: key 00..0f, input 00, 01, 02… */
  @Test
  void sip_referenceVectors_areEqual() {
    long key0 = 0x0706050403020100L;
    long key1 = 0x0f0e0d0c0b0a0908L;

    assertThat(ConnectionIds.sip(key0, key1)).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(ConnectionIds.sip(key0, key1, key0)).isEqualTo(0x93f5f5799a932462L);
    assertThat(ConnectionIds.sip(key0, key1, key0, key1)).isEqualTo(0x3f2acc7f57c29bdbL);
  }

  @Test
  void isValid_withinTwoMinutes_always() {
    for (long start = 1_000_000; start < 1_000_060; start++) {
      long id = ids.issue(V4, start);
      assertThat(ids.isValid(id, V4, start + 120)).isTrue();
      assertThat(ids.isValid(id, V4, start + 180)).isFalse();
    }
  }

  @Test
  void isValid_ofAnotherAddressOrKey_never() {
    long id = ids.issue(V4, 1_000_000);

    assertThat(ids.isValid(id, V6, 1_000_000)).isFalse();
    assertThat(new ConnectionIds(1, 3).isValid(id, V4, 1_000_000)).isFalse();
    assertThat(ids.isValid(id ^ 1, V4, 1_000_000)).isFalse();
    assertThat(ids.isValid(ids.issue(V6, 1_000_000), V6, 1_000_060)).isTrue();
  }
}
