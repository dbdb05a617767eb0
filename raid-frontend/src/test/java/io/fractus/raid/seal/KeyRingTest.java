// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
  private static final byte[] CONTEXT = "object 1".getBytes(StandardCharsets.US_ASCII);

  private final Random random = new Random(9);
  private final DataKey key = DataKey.random(random);

  private Path file = Path.of("key");

  @BeforeEach
  void chooseFile(@TempDir Path directory) {
    file = directory.resolve("key");
  }

  @Test
  void loadOrCreate_noFile_makesOneForItsOwnerOnly() throws IOException {
    KeyRing.loadOrCreate(file, random);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
  }

  @Test
  void unwrap_loadedAgain_givesBackTheKey() throws IOException {
    byte[] wrapped = KeyRing.loadOrCreate(file, random).wrap(key, CONTEXT);
    assertThat(wrapped).hasSize(KeyRing.WRAPPED_LENGTH);
    DataKey unwrapped = KeyRing.loadOrCreate(file, random).unwrap(wrapped, CONTEXT);
    assertThat(unwrapped.bytes()).isEqualTo(key.bytes());
  }

  @Test
  void wrap_sameKeyTwice_differs() throws IOException {
    KeyRing ring = KeyRing.loadOrCreate(file, random);
    assertThat(ring.wrap(key, CONTEXT)).isNotEqualTo(ring.wrap(key, CONTEXT));
  }

  @Test
  void unwrap_otherKeyFile_isNamed() throws IOException {
    byte[] wrapped = KeyRing.loadOrCreate(file, random).wrap(key, CONTEXT);
    Path other = file.resolveSibling("other");
    KeyRing ring = KeyRing.loadOrCreate(other, random);
    assertThatThrownBy(() -> ring.unwrap(wrapped, CONTEXT))
        .isInstanceOf(SealException.class)
        .hasMessage("the key file " + other + " is not the one that sealed this object");
  }

  @Test
  void unwrap_anyByteChangedOrOtherContext_isRefused() throws IOException {
    KeyRing ring = KeyRing.loadOrCreate(file, random);
    byte[] wrapped = ring.wrap(key, CONTEXT);
    for (int at = 0; at < wrapped.length; at++) {
      byte[] changed = wrapped.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> ring.unwrap(changed, CONTEXT)).isInstanceOf(SealException.class);
    }
    assertThatThrownBy(() -> ring.unwrap(wrapped, new byte[0]))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("belongs to another object");
    assertThatThrownBy(() -> ring.unwrap(new byte[68], CONTEXT))
        .isInstanceOf(SealException.class)
        .hasMessageContaining("69 bytes");
    wrapped[0] = 2;
    assertThatThrownBy(() -> ring.unwrap(wrapped, CONTEXT)).hasMessageContaining("version 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void loadOrCreate_openToOthers_isRefusedWithTheCure(String permissions) throws IOException {
    KeyRing.loadOrCreate(file, random);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> KeyRing.loadOrCreate(file, random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(permissions)
        .hasMessageContaining("chmod 600 " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "zz", "00", " \n"})
  void loadOrCreate_noKeyInFile_isRefusedWithoutItsText(String text) throws IOException {
    KeyRing.loadOrCreate(file, random);
    Files.writeString(file, text);
    assertThatThrownBy(() -> KeyRing.loadOrCreate(file, random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " does not hold 64 hexadecimal digits")
        .hasMessageContaining("backup");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void loadOrCreate_hugeFile_isRefused() throws IOException {
    KeyRing.loadOrCreate(file, random);
    Files.write(file, new byte[100_000]);
    assertThatThrownBy(() -> KeyRing.loadOrCreate(file, random)).hasMessageContaining("too long");
  }

  @Test
  void loadOrCreate_upperCaseAndWhiteSpace_isTheSameKey() throws IOException {
    byte[] wrapped = KeyRing.loadOrCreate(file, random).wrap(key, CONTEXT);
    String digits = Files.readString(file).strip().toUpperCase(Locale.ROOT);
    Files.writeString(file, "  " + digits + "\r\n\n");
    KeyRing ring = KeyRing.loadOrCreate(file, random);
    assertThat(ring.unwrap(wrapped, CONTEXT).bytes()).isEqualTo(key.bytes());
  }
}
