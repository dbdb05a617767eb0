// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directory is the store of a node. */
final class StoreRootTest {
  @TempDir Path directory;
  private Path bits;
  private Path copy;

  @BeforeEach
  void place() {
    bits = directory.resolve("bits");
    copy = directory.resolve("store.id");
  }

  @Test
  void open_first_makesAnIdAndKeepsIt() throws IOException {
    StoreRoot root = StoreRoot.open(bits, copy);

    assertThat(root.unusable()).isEmpty();
    assertThat(Files.readString(copy)).matches("[0-9a-f]{32}\n");
    assertThat(bits.resolve("store.id")).hasSameTextualContentAs(copy);
    assertThat(StoreRoot.open(bits, copy).unusable()).isEmpty();
  }

  @Test
  void open_storeFromBeforeThereWereIds_getsOne() throws IOException {
    Files.createDirectories(bits.resolve("3f"));

    assertThat(StoreRoot.open(bits, copy).unusable()).isEmpty();

    assertThat(bits.resolve("store.id")).hasSameTextualContentAs(copy);
    assertThat(bits.resolve("3f")).isDirectory();
  }

  @Test
  void open_nodeWithoutItsCopy_takesTheIdOfTheStore() throws IOException {
    StoreRoot.open(bits, copy);
    String id = Files.readString(copy);
    Files.delete(copy);

    assertThat(StoreRoot.open(bits, copy).unusable()).isEmpty();

    assertThat(copy).hasContent(id);
  }

  @Test
  void unusable_sameStoreElsewhere_isItAgain() throws IOException {
    StoreRoot root = StoreRoot.open(bits, copy);
    assertThat(root.unusable()).isEmpty();
    Object place = root.place();
    Files.move(bits, directory.resolve("away"));
    assertThat(root.unusable().orElseThrow()).contains("does not exist: is its disk mounted?");

    // As on another device: a directory with another number and the same files.
    Files.createDirectory(bits);
    Files.copy(directory.resolve("away/store.id"), bits.resolve("store.id"));

    assertThat(root.unusable()).isEmpty();
    assertThat(root.place()).isNotEqualTo(place);
  }

  @Test
  void unusable_emptyMountPoint_saysWhatIsWrongAndWhatToDo() throws IOException {
    StoreRoot.open(bits, copy);
    Files.delete(bits.resolve("store.id"));

    StoreRoot root = StoreRoot.open(bits, copy);

    assertThat(root.unusable().orElseThrow())
        .startsWith(bits + " is not the store of this node")
        .contains("is its disk mounted?", "delete " + copy);
    assertThat(bits).isEmptyDirectory();
  }

  @Test
  void open_directoryMissing_isNotMadeAgain() throws IOException {
    StoreRoot.open(bits, copy);
    Files.delete(bits.resolve("store.id"));
    Files.delete(bits);

    assertThat(StoreRoot.open(bits, copy).unusable().orElseThrow()).contains("does not exist");
    assertThat(bits).doesNotExist();
  }

  @Test
  void unusable_storeOfAnotherNode_isNotTouched() throws IOException {
    StoreRoot.open(bits, copy);
    StoreRoot.open(directory.resolve("other"), directory.resolve("other.id"));
    Files.delete(bits.resolve("store.id"));
    Files.move(directory.resolve("other/store.id"), bits.resolve("store.id"));

    assertThat(StoreRoot.open(bits, copy).unusable().orElseThrow())
        .contains("is the store of another node", "mount the right disk");
  }

  @Test
  void open_damagedCopy_saysWhichFile() throws IOException {
    Files.writeString(copy, "x");

    assertThatThrownBy(() -> StoreRoot.open(bits, copy))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(copy + " is not the id of a store");
    assertThat(bits).doesNotExist();
  }
}
