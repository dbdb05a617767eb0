// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final NodeMessage MESSAGE = new Heartbeat(1, 0, 0, 0, 0);
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Outbox outbox = new Outbox(2);

  @Test
  void offer_noSession_isDropped() throws InterruptedException {
    outbox.offer(MESSAGE);
    outbox.begin();

    assertThat(outbox.poll(AT_ONCE)).isNull();
  }

  @Test
  void offer_tooMany_endsTheSession() throws InterruptedException {
    outbox.begin();
    outbox.offer(MESSAGE);
    outbox.offer(MESSAGE);
    assertThat(outbox.isOpen()).isTrue();

    outbox.offer(MESSAGE);

    assertThat(outbox.isOpen()).isFalse();
    assertThat(outbox.poll(Duration.ofSeconds(60))).isNull();
  }

  @Test
  void end_anEarlierSession_isNotTheOneThatIsOpen() throws InterruptedException {
    int first = outbox.begin();
    outbox.begin();
    outbox.offer(MESSAGE);

    outbox.end(first);

    assertThat(outbox.poll(AT_ONCE)).isEqualTo(MESSAGE);
  }
}
