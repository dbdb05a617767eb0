// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.libtorrent4j.swig.libtorrent;

/** Loads libtorrent into this JVM, once. */
public final class NativeLibrary {
  /*
   * The binding calls System.load on the path in this property when its JNI class is initialised;
   * it does not unpack its own jar. We unpack to a private temporary file and unlink it as soon as
   * it is mapped: no JVM waits for another, none trusts a file that somebody else may have written,
   * and nothing is left behind even by kill -9, but for the moment in between.
   */
  private static final String PATH_PROPERTY = "libtorrent4j.jni.path";
  private static final String RESOURCE = "/lib/x86_64/libtorrent4j.so";

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library from the path in the system property {@code libtorrent4j.jni.path}, or else
   * from the class path.
   *
   * @throws EngineException if it cannot be loaded here
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      if (System.getProperty(PATH_PROPERTY, "").isEmpty()) {
        loadFromClassPath();
      } else {
        initialise();
      }
      loaded = true;
    } catch (IOException | LinkageError e) {
      throw new EngineException(
          EngineException.Kind.START,
          "libtorrent cannot be loaded on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " with the temporary directory "
              + System.getProperty("java.io.tmpdir")
              + "; it needs x86-64 Linux and a directory that allows executables, or its path in -D"
              + PATH_PROPERTY
              + "=: "
              + e.getMessage(),
          e);
    }
  }

  /** Whether the library loads on this machine; if it does, it is loaded after that. */
  public static boolean isLoadable() {
    try {
      load();
      return true;
    } catch (EngineException _) {
      return false;
    }
  }

  private static void loadFromClassPath() throws IOException {
    Path file = Files.createTempFile("fractus-libtorrent4j-", ".so");
    try (InputStream in = NativeLibrary.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not on the class path");
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      System.setProperty(PATH_PROPERTY, file.toString());
      initialise();
    } finally {
      System.clearProperty(PATH_PROPERTY);
      Files.deleteIfExists(file);
    }
  }

  private static void initialise() {
    libtorrent.version();
  }
}
