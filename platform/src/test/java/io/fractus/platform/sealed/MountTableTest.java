// SPDX-License-Identifier: Apache-2.0
package io.fractus.platform.sealed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
  private static final List<String> TABLE =
      List.of(
          "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
          "40 22 0:33 / /srv/my\\040disk/clear rw,nosuid - fuse.gocryptfs /srv/sealed rw",
          "41 22 0:34 / /srv/twice rw - tmpfs tmpfs rw",
          "42 41 0:35 / /srv/twice rw shared:7 master:2 - fuse.gocryptfs /srv/other rw",
          "43 22 0:36 / /srv/plain rw - btrfs /dev/vdb rw");

  @Test
  void typeAt_mountPoint_isItsTypeWhateverTagsThereAre() {
    assertThat(MountTable.typeAt(Path.of("/"), TABLE)).contains("ext4");
    assertThat(MountTable.typeAt(Path.of("/srv/plain"), TABLE)).contains("btrfs");
  }

  @Test
  void typeAt_pathWithASpace_isFound() {
    assertThat(MountTable.typeAt(Path.of("/srv/my disk/clear"), TABLE)).contains("fuse.gocryptfs");
  }

  @Test
  void typeAt_twoMountsOnOnePoint_isTheOneThatIsSeen() {
    assertThat(MountTable.typeAt(Path.of("/srv/twice"), TABLE)).contains("fuse.gocryptfs");
  }

  @Test
  void typeAt_directoryBelowAMount_isNone() {
    assertThat(MountTable.typeAt(Path.of("/srv/plain/below"), TABLE)).isEmpty();
    assertThat(MountTable.typeAt(Path.of("/srv"), TABLE)).isEmpty();
  }

  @Test
  void typeAt_ofThisMachine_knowsProc() throws IOException {
    assertThat(MountTable.typeAt(Path.of("/proc"))).contains("proc");
  }
}
