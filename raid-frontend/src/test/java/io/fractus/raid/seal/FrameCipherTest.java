// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import static io.fractus.raid.seal.FrameCipher.PLAIN;
import static io.fractus.raid.seal.FrameCipher.SEALED;
import static io.fractus.raid.seal.FrameCipher.TAG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCipherTest {
  private final Random random = new Random(8);
  private final DataKey key = DataKey.random(random);
  private final byte[] object = randomBytes(FrameCipher.OBJECT_ID);
  private final FrameCipher cipher = new FrameCipher(key, object);

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 1_000, 65_519, 65_520})
  void open_sealed_givesBackPlain(int length) {
    byte[] plain = randomBytes(length + 20);
    byte[] sealed = new byte[length + TAG + 9];
    assertThat(cipher.seal(3, 7, true, plain, 20, length, sealed, 4)).isEqualTo(length + TAG);
    assertThat(Arrays.copyOf(sealed, 4)).containsOnly(0);
    assertThat(Arrays.copyOfRange(sealed, length + TAG + 4, sealed.length)).containsOnly(0);

    byte[] opened = new byte[length + 5];
    FrameCipher other = new FrameCipher(DataKey.of(key.bytes()), object);
    assertThat(other.open(3, 7, true, sealed, 4, length + TAG, opened, 5)).isEqualTo(length);
    assertThat(Arrays.copyOfRange(opened, 5, opened.length))
        .isEqualTo(Arrays.copyOfRange(plain, 20, plain.length));
  }

  @Test
  void open_anyByteChanged_isRefused() {
    byte[] sealed = seal(cipher, 0, 0, true, randomBytes(100));
    for (int at = 0; at < sealed.length; at++) {
      byte mask = (byte) (1 << random.nextInt(8));
      sealed[at] ^= mask;
      assertRefused(cipher, 0, 0, true, sealed);
      sealed[at] ^= mask;
    }
    assertThatCode(() -> open(cipher, 0, 0, true, sealed)).doesNotThrowAnyException();
  }

  @Test
  void open_otherPlaceObjectOrKey_isRefused() {
    byte[] sealed = seal(cipher, 2, 5, false, randomBytes(100));
    assertRefused(cipher, 1, 5, false, sealed);
    assertRefused(cipher, 2, 4, false, sealed);
    assertRefused(cipher, 5, 2, false, sealed);
    assertRefused(cipher, 2, 5, true, sealed);
    byte[] otherObject = object.clone();
    otherObject[15] ^= 1;
    assertRefused(new FrameCipher(key, otherObject), 2, 5, false, sealed);
    assertRefused(new FrameCipher(DataKey.random(random), object), 2, 5, false, sealed);
    assertRefused(cipher, 2, 5, false, Arrays.copyOf(sealed, sealed.length - 1));
    assertThatCode(() -> open(cipher, 2, 5, false, sealed)).doesNotThrowAnyException();
  }

  @Test
  void open_refused_saysWhereAndNoKey() {
    byte[] sealed = seal(cipher, 2, 5, false, randomBytes(100));
    assertThatThrownBy(() -> open(cipher, 2, 6, false, sealed))
        .isInstanceOf(SealException.class)
        .hasMessage(
            "frame 6 of segment 2 does not open: it was changed, is not in its place or has"
                + " another key");
  }

  @Test
  void seal_equalPlain_differsByFrameSegmentAndObject() {
    byte[] plain = new byte[64];
    byte[] first = seal(cipher, 0, 0, false, plain);
    byte[] otherObject = object.clone();
    otherObject[0] ^= 1;
    assertThat(seal(cipher, 0, 1, false, plain)).isNotEqualTo(first);
    assertThat(seal(cipher, 1, 0, false, plain)).isNotEqualTo(first);
    assertThat(seal(cipher, 0, 0, true, plain)).isNotEqualTo(first);
    assertThat(seal(new FrameCipher(key, otherObject), 0, 0, false, plain)).isNotEqualTo(first);
    FrameCipher otherKey = new FrameCipher(DataKey.random(random), object);
    byte[] other = seal(otherKey, 0, 0, false, plain);
    assertThat(Arrays.copyOf(other, 64)).isNotEqualTo(Arrays.copyOf(first, 64));
  }

  /** The format of stored frames: were this to change, no object could be read any more. */
  @Test
  void seal_fixedKey_hasTheStoredForm() {
    byte[] keyBytes = new byte[32];
    Arrays.fill(keyBytes, (byte) 1);
    FrameCipher fixed = new FrameCipher(DataKey.of(keyBytes), new byte[16]);
    byte[] sealed = seal(fixed, 1, 2, true, new byte[] {1, 2, 3});
    assertThat(sealed).hasSize(19);
    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("2ef267a9597eac22b5af44725addfa8c479eb5");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 17",
    "65520, 65536",
    "65521, 65553",
    "131040, 131072",
    "67092480, 67108864",
  })
  void sealedLength_plain_addsATagPerFrame(long plain, long sealed) {
    assertThat(FrameCipher.sealedLength(plain)).isEqualTo(sealed);
  }

  @Test
  void arguments_outOfBounds_areRefused() {
    byte[] bytes = new byte[SEALED + 1];
    assertThatThrownBy(() -> FrameCipher.sealedLength(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> cipher.seal(0, 0, true, bytes, 0, 0, bytes, 0))
        .hasMessageContaining("1 to 65520");
    assertThatThrownBy(() -> cipher.seal(0, 0, true, bytes, 0, PLAIN + 1, bytes, 0))
        .hasMessageContaining("1 to 65520");
    assertThatThrownBy(() -> cipher.open(0, 0, true, bytes, 0, TAG, bytes, 0))
        .hasMessageContaining("17 to 65536");
    assertThatThrownBy(() -> cipher.seal(-1, 0, true, bytes, 0, 1, bytes, 0))
        .hasMessageContaining("not negative");
    assertThatThrownBy(() -> cipher.seal(0, 0, true, bytes, 0, 10, new byte[25], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new FrameCipher(key, new byte[15])).hasMessageContaining("16 bytes");
    assertThatThrownBy(() -> DataKey.of(new byte[31])).hasMessageContaining("32 bytes");
  }

  @Test
  void dataKey_printed_tellsNothing() {
    byte[] bytes = key.bytes();
    Arrays.fill(bytes, (byte) 0);
    assertThat(key.bytes()).isNotEqualTo(bytes);
    assertThat(key).hasToString("DataKey[secret]");
  }

  private static byte[] seal(
      FrameCipher cipher, int segment, int frame, boolean last, byte[] plain) {
    byte[] sealed = new byte[plain.length + TAG];
    cipher.seal(segment, frame, last, plain, 0, plain.length, sealed, 0);
    return sealed;
  }

  private static void open(
      FrameCipher cipher, int segment, int frame, boolean last, byte[] sealed) {
    byte[] plain = new byte[sealed.length - TAG];
    cipher.open(segment, frame, last, sealed, 0, sealed.length, plain, 0);
  }

  private static void assertRefused(
      FrameCipher cipher, int segment, int frame, boolean last, byte[] sealed) {
    assertThatThrownBy(() -> open(cipher, segment, frame, last, sealed))
        .isInstanceOf(SealException.class);
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
