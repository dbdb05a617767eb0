// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a node's own, which can be filled, broken and pulled out: an image with ext4 on a loop
 * device. Where the image ends too early, the device answers with an input/output error as a bad
 * sector does. It needs root, as CI has it.
 */
final class LoopDisk implements AutoCloseable {
  /** Beside the 64 MiB that nodes leave alone there is room for some bits; the image is sparse. */
  private static final long BYTES = 160L << 20;

  private static final long BLOCK = 4_096;
  private static final Duration QUIET = Duration.ofSeconds(60);
  private static final Pattern EXTENT =
      Pattern.compile("\\s*\\d+:\\s*\\d+\\.\\.\\s*\\d+:\\s*(\\d+)\\.\\.");

  private final Path directory;
  private final Path place;
  private final Path image;
  private final Path saved;
  private final List<String> devices = new ArrayList<>();
  private @Nullable String device;

  private LoopDisk(Path directory, Path place) {
    this.directory = directory;
    this.place = place;
    this.image = directory.resolve("image");
    this.saved = directory.resolve("saved");
  }

  /**
   * Makes a disk and mounts it over a directory; what was in that is on the disk afterwards.
   *
   * @param place nobody may have files open in it
   */
  static LoopDisk over(Path place) throws IOException {
    LoopDisk disk = new LoopDisk(Files.createTempDirectory("fractus-disk-"), place);
    try {
      try (RandomAccessFile file = new RandomAccessFile(disk.image.toFile(), "rw")) {
        file.setLength(BYTES);
      }
      run(
          "mkfs.ext4",
          "-q",
          "-F",
          "-m",
          "0",
          "-b",
          "" + BLOCK,
          "-O",
          "^has_journal",
          "" + disk.image);
      Path before = disk.directory.resolve("before");
      run("cp", "-a", "" + place, "" + before);
      Disk.deleteTree(place);
      Files.createDirectory(place);
      disk.mount();
      run("cp", "-a", before + "/.", "" + place);
      return disk;
    } catch (IOException | RuntimeException | AssertionError e) {
      disk.close();
      throw e;
    }
  }

  /** Mounts it where it was. */
  void mount() throws IOException {
    String free = attach(image);
    device = free;
    run("mount", "-t", "ext4", "-o", "noatime", free, "" + place);
  }

  /** Mounts it as another device than before. */
  void mountElsewhere() throws IOException {
    String before = String.valueOf(device);
    Path dummy = Files.write(directory.resolve("dummy"), new byte[1 << 20]);
    String taken = attach(dummy);
    while (!taken.equals(before) && devices.size() < 16) {
      taken = attach(dummy);
    }
    mount();
    if (before.equals(device)) {
      throw new AssertionError("the disk is " + before + " again");
    }
  }

  private String attach(Path file) throws IOException {
    nodes();
    String free = run("losetup", "-f", "--show", "" + file).strip();
    devices.add(free);
    return free;
  }

  /** A container may have been given none of the device files. */
  private static void nodes() throws IOException {
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      run("mknod", "/dev/loop-control", "c", "10", "237");
    }
    for (int i = 0; i < 16; i++) {
      if (!Files.exists(Path.of("/dev/loop" + i))) {
        run("mknod", "/dev/loop" + i, "b", "7", "" + i);
      }
    }
  }

  /** Pulls it out from under whoever uses it; what has its files open may go on reading them. */
  void pullOut() throws IOException {
    run("umount", "-l", "" + place);
    detach(device);
  }

  /** Waits until nobody has anything open on it that was pulled out. */
  void awaitGone() {
    String old = String.valueOf(device);
    Await.until(old + " is free", QUIET, () -> !run("losetup", "-a").contains(image.toString()));
    devices.remove(old);
  }

  void remount(String options) {
    // What is open for writing is refused; it is closed sooner or later.
    Await.until(
        "remounted " + options,
        QUIET,
        () -> Tool.run("mount", "-o", "remount," + options, "" + place).exitCode() == 0);
  }

  /** Somebody else takes all that is left of it. */
  void fill() throws IOException {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, (byte) 'x');
    for (int count = bytes.length; count > 0; count /= 2) {
      try (FileChannel file =
          FileChannel.open(
              place.resolve("of-somebody-else"),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND)) {
        for (long written = 0; written <= BYTES; written += count) {
          if (file.write(java.nio.ByteBuffer.wrap(bytes, 0, count)) < count) {
            break;
          }
          file.force(false);
        }
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("No space left")) {
          throw e;
        }
      }
    }
  }

  /** Somebody else deletes what he had. */
  void unfill() throws IOException {
    Files.delete(place.resolve("of-somebody-else"));
  }

  /** Makes a file, and what lies behind it on the disk, give an error to who reads it. */
  void breakFrom(Path file) throws IOException {
    run("sync", "-f", "" + place);
    Matcher extent = EXTENT.matcher(run("filefrag", "-b" + BLOCK, "-v", "" + file));
    if (!extent.find()) {
      throw new AssertionError("no extent of " + file);
    }
    run("cp", "--sparse=always", "" + image, "" + saved);
    try (RandomAccessFile cut = new RandomAccessFile(image.toFile(), "rw")) {
      cut.setLength(Long.parseLong(extent.group(1)) * BLOCK);
    }
    forget(file);
  }

  /** Has the system forget what it has read of a file. */
  void forget(Path file) {
    run("dd", "if=" + file, "iflag=nocache", "count=0", "status=none");
  }

  /** Gives it back what was cut off. */
  void mend() throws IOException {
    long cut = Files.size(image);
    try (FileChannel from = FileChannel.open(saved, StandardOpenOption.READ);
        FileChannel to = FileChannel.open(image, StandardOpenOption.WRITE)) {
      to.position(cut);
      for (long at = cut; at < BYTES; ) {
        at += from.transferTo(at, BYTES - at, to);
      }
    }
    Files.delete(saved);
  }

  private void detach(@Nullable String attached) {
    if (attached != null) {
      var _ = Tool.run("losetup", "-d", attached);
    }
  }

  private static String run(String... command) {
    return Tool.run(command).orFail().output();
  }

  /** Leaves neither mount nor device, whatever was done to it. */
  @Override
  public void close() throws IOException {
    for (int i = 0; i < 4 && Tool.run("umount", "-l", "" + place).exitCode() == 0; i++) {
      // One mount over the other: a test that failed in between.
    }
    devices.forEach(this::detach);
    Disk.deleteTree(directory);
  }
}
