// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real gocryptfs; {@code .ci/run} installs it. */
class SealedDirectoryTest {
  private static final String SECRET = "what-nobody-is-to-find";

  @TempDir Path directory;
  private final byte[] key = new byte[32];
  private Path sealed;
  private Path clear;

  @BeforeEach
  void names() throws IOException {
    Path real = directory.toRealPath();
    sealed = real.resolve("sealed");
    clear = real.resolve("in the clear");
    Arrays.fill(key, (byte) 7);
  }

  /** A test that fails leaves no mount. */
  @AfterEach
  void unmount() throws IOException {
    if (MountTable.typeAt(clear).isPresent()) {
      new Gocryptfs(directory.resolve("cleanup.log")).unmount(clear, true);
    }
  }

  @Test
  void open_writeCloseOpen_keepsFilesAndShowsNothingOnTheDisk() throws IOException {
    FileTime written = FileTime.fromMillis(1_700_000_000_123L);
    try (SealedDirectory opened = SealedDirectory.open(sealed, clear, key)) {
      assertThat(opened.path()).isEqualTo(clear);
      assertThat(opened.isMounted()).isTrue();
      Path file = Files.writeString(clear.resolve(SECRET + ".name"), SECRET.repeat(1_000));
      Files.setLastModifiedTime(file, written);
    }
    assertThat(MountTable.typeAt(clear)).isEmpty();
    assertThat(clear).isEmptyDirectory();
    for (Map.Entry<Path, byte[]> file : files().entrySet()) {
      assertThat(file.getKey().toString()).doesNotContain(SECRET);
      assertThat(new String(file.getValue(), StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
    }
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      Path file = clear.resolve(SECRET + ".name");
      assertThat(file).hasContent(SECRET.repeat(1_000));
      assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    }
  }

  @Test
  void open_anotherKey_isRefusedAndChangesNothing() throws IOException {
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      Files.writeString(clear.resolve("file"), SECRET);
    }
    Map<Path, byte[]> before = files();
    byte[] other = key.clone();
    other[31]++;
    assertThatThrownBy(() -> SealedDirectory.open(sealed, clear, other))
        .isInstanceOf(SealedException.class)
        .hasMessageContaining("sealed with another one");
    Map<Path, byte[]> after = files();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((file, bytes) -> {
      if (file.startsWith(sealed)) {
        assertThat(after.get(file)).as(file.toString()).isEqualTo(bytes);
      }
    });
    assertThat(MountTable.typeAt(clear)).isEmpty();
  }

  @Test
  void open_leftMountedByOneThatWasKilled_isMountedAnewWithTheKeyOnly() throws IOException {
    SealedDirectory.open(sealed, clear, key);
    Files.writeString(clear.resolve("file"), SECRET);
    assertThatThrownBy(() -> SealedDirectory.open(sealed, clear, new byte[32]))
        .isInstanceOf(SealedException.class);
    assertThat(MountTable.typeAt(clear)).as("a mount is no proof of the key").isEmpty();
    SealedDirectory.open(sealed, clear, key);
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      assertThat(clear.resolve("file")).hasContent(SECRET);
    }
  }

  @Test
  void open_daemonThatWasKilled_isRecovered() throws Exception {
    SealedDirectory.open(sealed, clear, key);
    Files.writeString(clear.resolve("file"), SECRET);
    List<ProcessHandle> daemons = daemons();
    assertThat(daemons).hasSize(1);
    daemons.getFirst().destroyForcibly();
    daemons.getFirst().onExit().get();
    assertThatThrownBy(() -> Files.list(clear)).isInstanceOf(IOException.class);
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      assertThat(clear.resolve("file")).hasContent(SECRET);
    }
  }

  @Test
  void open_keyIsInNoArgumentList() throws IOException {
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      List<ProcessHandle> daemons = daemons();
      assertThat(daemons).hasSize(1);
      Path process = Path.of("/proc/" + daemons.getFirst().pid());
      for (String part : List.of("cmdline", "environ")) {
        assertThat(Files.readString(process.resolve(part), StandardCharsets.ISO_8859_1))
            .doesNotContain("07".repeat(32));
      }
    }
  }

  @Test
  void open_plaintextInTheMountPoint_isRefused() throws IOException {
    Files.createDirectory(clear);
    Files.writeString(clear.resolve("file"), SECRET);
    assertThatThrownBy(() -> SealedDirectory.open(sealed, clear, key))
        .isInstanceOf(SealedException.class)
        .hasMessageContaining("not encrypted");
    assertThat(clear.resolve("file")).hasContent(SECRET);
  }

  @Test
  void open_filesThatAreNotSealed_areLeftAlone() throws IOException {
    Files.createDirectory(sealed);
    Files.writeString(sealed.resolve("file"), SECRET);
    assertThatThrownBy(() -> SealedDirectory.open(sealed, clear, key))
        .isInstanceOf(SealedException.class)
        .hasMessageContaining("gocryptfs.conf");
    assertThat(sealed.resolve("file")).hasContent(SECRET);
  }

  @Test
  void open_killedWhileItWasMade_isMadeAgain() throws IOException {
    Path unfinished = Files.createDirectory(sealed.resolveSibling("sealed.new"));
    Files.writeString(unfinished.resolve("gocryptfs.conf"), "{}");
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      assertThat(clear).isEmptyDirectory();
    }
    assertThat(unfinished).doesNotExist();
    assertThat(SealedDirectory.exists(sealed)).isTrue();
  }

  @Test
  void close_fileStillOpen_isUnmountedAllTheSame() throws IOException {
    SealedDirectory opened = SealedDirectory.open(sealed, clear, key);
    Path file = Files.writeString(clear.resolve("file"), SECRET);
    try (var in = Files.newInputStream(file)) {
      opened.close();
      assertThat(MountTable.typeAt(clear)).isEmpty();
      assertThat(in.readAllBytes()).asString().isEqualTo(SECRET);
    }
  }

  @Test
  void usableSpace_throughTheMount_isThatOfTheDisk() throws IOException {
    try (SealedDirectory _ = SealedDirectory.open(sealed, clear, key)) {
      long disk = sealed.toFile().getTotalSpace();
      assertThat(clear.toFile().getTotalSpace()).isEqualTo(disk);
      assertThat(clear.toFile().getUsableSpace()).isPositive().isLessThan(disk);
    }
  }

  @Test
  void program_here_isInstalled() {
    assertThat(SealedDirectory.program()).isPresent().get().asString().startsWith("gocryptfs");
  }

  private Map<Path, byte[]> files() throws IOException {
    Map<Path, byte[]> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory.toRealPath())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private List<ProcessHandle> daemons() {
    List<ProcessHandle> found = new ArrayList<>();
    ProcessHandle.allProcesses()
        .filter(process -> arguments(process).contains(clear.toString()))
        .forEach(found::add);
    return found;
  }

  private static List<String> arguments(ProcessHandle process) {
    Optional<String[]> arguments = process.info().arguments();
    return arguments.map(List::of).orElse(List.of());
  }
}
