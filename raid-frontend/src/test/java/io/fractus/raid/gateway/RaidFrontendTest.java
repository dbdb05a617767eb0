// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.Clocks;
import io.fractus.platform.DataDirectoryException;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaidFrontendTest {
  private static final ObjectKey KEY = new ObjectKey("bucket", "empty");

  @TempDir Path directory;
  private ScriptedTracker tracker;
  private TorrentEngine engine;
  private Contacts contacts;

  @BeforeEach
  void start() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    engine.close();
    contacts.close();
    tracker.close();
  }

  @Test
  void open_keyFileMissing_isRefusedAndCanBeTriedAgain() throws IOException {
    try (RaidFrontend store = open()) {
      store.createBucket("bucket");
      store.put(PutRequest.of(KEY, OptionalLong.of(0)), new ByteArrayInputStream(new byte[0]));
    }
    Path key = directory.resolve("key");
    Path away = directory.resolveSibling(directory.getFileName() + "-key");
    Files.move(key, away);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("restore it");

    Files.move(away, key);
    try (RaidFrontend store = open()) {
      assertThat(store.stat(KEY)).isPresent();
    }
  }

  private RaidFrontend open() {
    return RaidFrontend.open(
        LoneStore.config(directory, "raid0:1"),
        engine,
        tracker.client,
        contacts,
        "cloud",
        Clocks.system(),
        new SecureRandom());
  }
}
