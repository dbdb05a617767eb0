// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.Bencode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disks of the nodes: looked at, and damaged. Stateless. */
final class Disk {
  private static final Pattern BIT = Pattern.compile("[0-9a-f]{32}");

  private Disk() {}

  /** Every regular file below a directory but those that vanish meanwhile: nodes are running. */
  static List<Path> files(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException && !file.equals(directory)) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return found.stream().sorted().toList();
  }

  /** Every file of a node's store but the one with its id. */
  static List<Path> store(Path nodeDirectory) throws IOException {
    return files(nodeDirectory.resolve("bits")).stream()
        .filter(file -> !file.endsWith("store.id"))
        .toList();
  }

  /** The data files of the bits in a node's directory. */
  static List<Path> bits(Path nodeDirectory) throws IOException {
    Path bits = nodeDirectory.resolve("bits");
    if (!Files.isDirectory(bits)) {
      return List.of();
    }
    return files(bits).stream()
        .filter(file -> BIT.matcher(file.getFileName().toString()).matches())
        .toList();
  }

  /** The torrent beside the data file of a bit. */
  static Path sidecar(Path bit) {
    return bit.resolveSibling(bit.getFileName() + ".torrent");
  }

  /** The data files in a node's directory by infohash; not of bits that come or go meanwhile. */
  static Map<InfoHash, Path> held(Path nodeDirectory) throws IOException {
    Map<InfoHash, Path> held = new LinkedHashMap<>();
    for (Path bit : bits(nodeDirectory)) {
      try {
        held.put(infoHash(bit), bit);
      } catch (NoSuchFileException _) {
        // Its sidecar is not there yet, or no longer.
      }
    }
    return held;
  }

  /** The data file of a bit in a node's directory. */
  static Path file(Path nodeDirectory, InfoHash bit) throws IOException {
    Path file = held(nodeDirectory).get(bit);
    if (file == null) {
      throw new AssertionError("no bit " + bit + " in " + nodeDirectory);
    }
    return file;
  }

  /** The infohash of a bit, from its sidecar. */
  static InfoHash infoHash(Path bit) throws IOException {
    return metainfo(bit).infoHash();
  }

  private static BitMetainfo metainfo(Path bit) throws IOException {
    if (Bencode.decode(Files.readAllBytes(sidecar(bit))) instanceof BDictionary torrent
        && torrent.get("info") instanceof BDictionary info) {
      return BitMetainfo.parse(Bencode.encode(info));
    }
    throw new AssertionError(sidecar(bit) + " is not a torrent");
  }

  /** Whether every piece of a bit is what its sidecar says; not if one of them is not there. */
  static boolean isWhole(Path bit) throws IOException {
    try {
      BitMetainfo metainfo = metainfo(bit);
      byte[] bytes = Files.readAllBytes(bit);
      if (bytes.length != metainfo.length()) {
        return false;
      }
      PieceHasher hasher = new PieceHasher(metainfo.pieceLength());
      hasher.update(bytes, 0, bytes.length);
      byte[] hashes = hasher.finish();
      int size = hashes.length / metainfo.pieceCount();
      return IntStream.range(0, metainfo.pieceCount())
          .allMatch(piece ->
              metainfo.verifies(
                  piece, Arrays.copyOfRange(hashes, piece * size, (piece + 1) * size)));
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** Turns over every 4,096th byte, so that each piece is wrong, and keeps the length. */
  static void corrupt(Path bit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(bit.toFile(), "rw")) {
      for (long at = 0; at < file.length(); at += 4_096) {
        file.seek(at);
        int old = file.read();
        file.seek(at);
        file.write(old ^ 0xff);
      }
    }
  }

  static void truncate(Path bit) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(bit.toFile(), "rw")) {
      file.setLength(file.length() / 3);
    }
  }

  /** What is in the files of a directory whose names begin so. */
  static Map<Path, byte[]> read(Path directory, String prefix) throws IOException {
    Map<Path, byte[]> contents = new HashMap<>();
    for (Path file : files(directory)) {
      if (file.getFileName().toString().startsWith(prefix)) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** Puts such files back as they were; those that came since are deleted. */
  static void replace(Path directory, String prefix, Map<Path, byte[]> contents)
      throws IOException {
    for (Path file : read(directory, prefix).keySet()) {
      Files.delete(file);
    }
    for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
  }

  static void deleteTree(@Nullable Path directory) throws IOException {
    if (directory == null || !Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
