// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel keeps of whole directories, and of all; without a process for each file, as
 * {@link PageCache} needs one. Stateless.
 */
public final class FileCache {
  private static final int DONTNEED = 4;

  private FileCache() {}

  /** Writes all files below a directory to the disk and has the kernel forget them. */
  @SuppressWarnings("restricted")
  public static void drop(Path directory) throws IOException {
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        handle(
            linker,
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    FunctionDescriptor ofDescriptor =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    MethodHandle sync = handle(linker, "fdatasync", ofDescriptor);
    MethodHandle close = handle(linker, "close", ofDescriptor);
    MethodHandle advise =
        handle(
            linker,
            "posix_fadvise",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (Arena arena = Arena.ofConfined()) {
      for (Path file : files) {
        int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), 0);
        if (descriptor >= 0) {
          int _ = (int) sync.invokeExact(descriptor);
          int _ = (int) advise.invokeExact(descriptor, 0L, 0L, DONTNEED);
          int _ = (int) close.invokeExact(descriptor);
        }
      }
    } catch (Throwable e) {
      throw new IOException("cannot drop what is cached of " + directory, e);
    }
  }

  /** Writes everything that the kernel has still to write to its disks. */
  @SuppressWarnings("restricted")
  public static void flush() throws IOException {
    try {
      handle(Linker.nativeLinker(), "sync", FunctionDescriptor.ofVoid()).invokeExact();
    } catch (Throwable e) {
      throw new IOException("cannot have everything written to disk", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      Linker linker, String name, FunctionDescriptor of, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), of, options);
  }
}
