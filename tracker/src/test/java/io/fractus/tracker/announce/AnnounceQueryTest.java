// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.swarm.Announce;
import io.fractus.tracker.swarm.Announce.Event;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnounceQueryTest {
  private static final String HASH = "%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A";
  private static final String HASH_HEX = "123456789abcdef123456789abcdef123456789a";
  private static final String PEER = "-lt2060-%00%01%02%03%04%05%06%07%08%09%0A%0B";
  private static final String BASE = "info_hash=" + HASH + "&peer_id=" + PEER + "&port=6881";

  private static AnnounceQuery query(String query) {
    byte[] bytes = query.getBytes(StandardCharsets.ISO_8859_1);
    return AnnounceQuery.parse(bytes, 0, bytes.length);
  }

  private static Announce parse(String query) {
    return query(query).announce();
  }

  @Test
  void of_rawBytes_areNotTakenForText() {
    assertThat(parse(BASE).swarm().infoHash()).isEqualTo(InfoHash.parse(HASH_HEX));
  }

  @Test
  void of_lowerCaseEscapes_areTheSameBytes() {
    assertThat(parse(BASE.replace("%9A%BC%DE%F1", "%9a%bc%de%f1")).swarm().infoHash())
        .isEqualTo(InfoHash.parse(HASH_HEX));
  }

  @Test
  void of_plus_isAPlus() {
    String twenty = "++++++++++++++++++++";
    assertThat(parse(BASE.replace(HASH, twenty)).swarm().infoHash())
        .isEqualTo(InfoHash.of(twenty.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false",
    "&left=0, true",
    "&left=1, false",
    "&left=16384, false",
    "&left=9223372036854775807, false",
    "&left=18446744073709551615, false",
    "&left=-1, false",
    "&left=, false",
    "&left=many, false"
  })
  void of_left_completeOnlyAtZero(String left, boolean complete) {
    assertThat(parse(BASE + left).complete()).isEqualTo(complete);
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "&event=, NONE",
    "&event=started, STARTED",
    "&event=stopped, STOPPED",
    "&event=completed, COMPLETED",
    "&event=paused, PAUSED",
    "&event=empty, NONE"
  })
  void of_event_unknownIsNone(String event, Event expected) {
    assertThat(parse(BASE + event).event()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 50",
    "&numwant=0, 0",
    "&numwant=7, 7",
    "&numwant=200, 50",
    "&numwant=-1, 50",
    "&numwant=x, 50"
  })
  void of_numwant_isBounded(String wanted, int expected) {
    assertThat(parse(BASE + wanted).wanted()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "&compact=1, true",
    "&compact=0, false",
    "&compact=0&no_peer_id=1, false"
  })
  void of_compact_isTheDefault(String compact, boolean expected) {
    assertThat(query(BASE + compact).isCompact()).isEqualTo(expected);
  }

  @Test
  void of_whatClientsAdd_isPassedOver() {
    Announce request =
        parse(
            "passkey=p&&"
                + BASE
                + "&ip=10.0.0.1&ipv4=1.2.3.4&key=%00%FF&corrupt=0&x&=y&supportcrypto=1");
    assertThat(request.port()).isEqualTo(6881);
  }

  @Test
  void of_stoppedWithPortZero_isAccepted() {
    assertThat(parse(BASE.replace("6881", "0") + "&event=stopped").port()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "info_hash=short&peer_id=" + PEER + "&port=1",
        "info_hash=" + HASH + "&port=1",
        "info_hash=" + HASH + "&peer_id=" + PEER,
        "info_hash=" + HASH + "&peer_id=" + PEER + "&port=0",
        "info_hash=" + HASH + "&peer_id=" + PEER + "&port=65536",
        "info_hash=" + HASH + "&peer_id=" + PEER + "&port=-1",
        "info_hash=%1&peer_id=%&port=%zz"
      })
  void of_withoutWhatIsNeeded_isRefused(String query) {
    assertThatThrownBy(() -> parse(query)).isInstanceOf(AnnounceException.class);
  }

  @Test
  void of_whatIsThereTwice_theFirstCounts() {
    Announce announce =
        parse(BASE + "&left=0&left=5&port=1&event=started&event=stopped&info_hash=x&peer_id=y");

    assertThat(announce.complete()).isTrue();
    assertThat(announce.port()).isEqualTo(6881);
    assertThat(announce.event()).isEqualTo(Event.STARTED);
    assertThat(announce.swarm().infoHash()).isEqualTo(InfoHash.parse(HASH_HEX));
  }

  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "&uploaded=0, 0",
    "&uploaded=12345678901, 12345678901",
    "&uploaded=-5, -1",
    "&uploaded=9223372036854775807, 9223372036854775807",
    "&uploaded=99999999999999999999999, 9223372036854775807",
    "&uploaded=%31, -1",
    "&uploaded=1e5, -1"
  })
  void of_uploaded_isANumberOrUnknown(String uploaded, long expected) {
    assertThat(parse(BASE + uploaded).uploaded()).isEqualTo(expected);
  }

  @Test
  void of_randomBytes_neverFailsOtherwise() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      for (int at = 0; at < bytes.length; at += 1 + random.nextInt(9)) {
        bytes[at] = (byte) "&=%infohash_peridportevumwtcac0123456789".charAt(random.nextInt(40));
      }
      try {
        AnnounceQuery query = AnnounceQuery.parse(bytes, 0, bytes.length);
        query.announce();
      } catch (AnnounceException refused) {
        assertThat(refused.refusal().reason()).as("seed %d", seed).isNotEmpty();
      }
      assertThat(AnnounceTarget.parse(bytes, 0, bytes.length)).as("seed %d", seed).isNull();
    }
  }
}
