// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.protocol.Footprint;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bits of a node on its disk, within its share. Thread-safe, but each bit is to be reserved,
 * committed, abandoned and deleted by one thread at a time.
 */
public final class BitStore {
  private static final Logger log = LoggerFactory.getLogger(BitStore.class);

  /*
   * A bit goes from reserved to complete or back to nothing. Its space is counted from the
   * reservation on, so that fetches under way can never overrun the share:
   *
   *   reserve ──▶ (the engine writes) ──▶ commit ──▶ complete ──▶ delete
   *      └──────────────────────────────▶ abandon
   *
   * What is given up and cannot be deleted, on a disk that became read-only, is left over, and
   * keeps its space until it is cleared.
   */
  private final BitFiles files;
  private final Space space;
  private final StoreRoot root;
  private final AtomicLong lost = new AtomicLong();
  private final Object recovery = new Object();
  private volatile boolean looked;
  private final Doubts doubts = new Doubts(System::nanoTime);

  /** Torrents and directories that could not be read: which bits are there is not known. */
  @GuardedBy("this")
  private final Set<Path> unknown = new TreeSet<>();

  @GuardedBy("this")
  private final Map<InfoHash, StoredBit> complete = new HashMap<>();

  BitStore(StoreRoot root, BitFiles files, long shareBytes, LongSupplier usableBytes) {
    this.root = root;
    this.files = files;
    this.space = new Space(shareBytes, usableBytes);
  }

  /**
   * Opens the bits of a directory, and looks through it if its disk is there: what is not complete
   * is deleted, and files that were written to after they were complete are hashed.
   *
   * @param root the directory {@code bits} of the node, used by nothing else; made if the node has
   *     no store yet
   * @param idCopy the file in which the node keeps the id of its store
   * @param shareBytes the most that may be in it
   * @throws IOException if it cannot be made, or its id cannot be read
   */
  public static BitStore open(Path root, Path idCopy, long shareBytes) throws IOException {
    return open(root, idCopy, shareBytes, () -> root.toFile().getUsableSpace());
  }

  static BitStore open(Path root, Path idCopy, long shareBytes, LongSupplier usableBytes)
      throws IOException {
    StoreRoot opened = StoreRoot.open(root, idCopy);
    BitStore store = new BitStore(opened, new BitFiles(root), shareBytes, usableBytes);
    var _ = store.recover();
    return store;
  }

  /**
   * Looks through the directory if that was not possible yet.
   *
   * @return why nothing can be said of any bit now, for people; empty if all is well
   */
  public Optional<String> recover() {
    synchronized (recovery) {
      Optional<String> reason = root.unusable();
      if (reason.isPresent() || looked) {
        return reason;
      }
      Finder finder = new Finder();
      try {
        new StoreScan(root.path(), files, finder).run(names()::contains);
      } catch (IOException e) {
        return Optional.of(root.path() + " cannot be read: " + e);
      }
      // What was missing on a disk that went away meanwhile is not lost.
      reason = root.unusable();
      if (reason.isEmpty()) {
        found(finder);
        looked = true;
      }
      return reason;
    }
  }

  /** The names of all that is known. */
  private synchronized Set<String> names() {
    Set<String> names = new HashSet<>(space.leftovers());
    complete.values().forEach(bit -> names.add(bit.name()));
    return names;
  }

  private synchronized void found(Finder finder) {
    unknown.clear();
    unknown.addAll(finder.unread);
    lost.addAndGet(finder.lost);
  }

  /** Takes what a look through the directory finds. */
  private final class Finder implements StoreScan.Finder {
    private final Set<Path> unread = new TreeSet<>();
    private int lost;

    @Override
    public void complete(BitMetainfo bit) {
      space.take(Footprint.of(bit));
      add(bit);
    }

    @Override
    public void unreadable(BitMetainfo bit) {
      complete(bit);
      doubts.add(bit.infoHash());
    }

    @Override
    public void lost() {
      lost++;
    }

    @Override
    public void unknown(Path file) {
      unread.add(file);
    }

    @Override
    public void leftover(String name, long footprint) {
      space.take(footprint);
      space.leave(name, footprint);
    }
  }

  private synchronized void add(BitMetainfo bit) {
    StoredBit stored = new StoredBit(bit.infoHash(), bit.name(), bit.length(), Footprint.of(bit));
    complete.put(stored.infoHash(), stored);
  }

  /** Whether a bit is complete. */
  public synchronized boolean holds(InfoHash bit) {
    return complete.containsKey(bit);
  }

  /** All that is complete, in no order. */
  public synchronized List<InfoHash> inventory() {
    return List.copyOf(complete.keySet());
  }

  /** How many bits are complete. */
  public synchronized int size() {
    return complete.size();
  }

  /** Which of them could not be read when they were last. */
  public Doubts doubts() {
    return doubts;
  }

  /**
   * Looks again at what could not be read when the store was opened.
   *
   * @return the bits that turned up
   */
  public List<InfoHash> lookAgain() {
    Set<Path> directories = new TreeSet<>();
    Set<InfoHash> before;
    synchronized (this) {
      for (Path file : unknown) {
        directories.add(StoreScan.isDirectory(file) ? file : file.resolveSibling(""));
      }
      if (directories.isEmpty()) {
        return List.of();
      }
      before = Set.copyOf(complete.keySet());
    }
    // Nothing is reserved meanwhile: see reserve().
    Finder finder = new Finder();
    StoreScan scan = new StoreScan(root.path(), files, finder);
    Set<String> known = names();
    directories.forEach(directory -> scan.scan(directory, known::contains));
    found(finder);
    return inventory().stream().filter(bit -> !before.contains(bit)).toList();
  }

  /** Bytes of the share that are taken, reservations included. */
  public long usedBytes() {
    return space.usedBytes();
  }

  /** Bytes offered. */
  public long shareBytes() {
    return space.shareBytes();
  }

  /** Offers another share from now on; what is beyond it stays until the tracker releases it. */
  public void setShareBytes(long bytes) {
    space.setShareBytes(bytes);
  }

  /** Bits found missing, truncated or corrupt since the store was opened, or while it was. */
  public long lost() {
    return lost.get();
  }

  /** Bytes read to verify bits since the store was opened, or while it was. */
  public long hashedBytes() {
    return files.hashedBytes();
  }

  /**
   * Reserves space for a bit that is not there yet. What was granted ends in {@link #commit} or
   * {@link #abandon}.
   */
  public synchronized Admission reserve(BitMetainfo bit) {
    if (!unknown.isEmpty()) {
      return Admission.DISK_UNREADABLE;
    }
    if (root.readOnly().isPresent() || !isCleared(bit.name())) {
      return Admission.DISK_READ_ONLY;
    }
    if (space.isReserved(bit.name()) || Files.exists(files.sidecar(bit.name()))) {
      return Admission.NAME_TAKEN;
    }
    return space.reserve(bit.name(), Footprint.of(bit));
  }

  /** The directory in which the file of a bit is that is complete. */
  public Path location(BitMetainfo bit) {
    return files.directory(bit.name());
  }

  /**
   * The directory in which the file of a bit shall be; it is made if it is not there.
   *
   * @throws IOException if it cannot be made, or the disk is not the node's own: nothing is to be
   *     written into the empty place of one that is not mounted
   */
  public Path directory(BitMetainfo bit) throws IOException {
    Optional<String> unusable = root.unusable();
    if (unusable.isPresent()) {
      throw new IOException(unusable.get());
    }
    files.makeDirectory(bit.name());
    return files.directory(bit.name());
  }

  /**
   * Makes a reserved bit complete, once all its bytes are in its file and verified: after this it
   * survives a power cut.
   *
   * @throws IOException if the disk fails; the bit is still reserved
   */
  public void commit(BitMetainfo bit) throws IOException {
    files.complete(bit);
    synchronized (this) {
      space.keep(bit.name());
      add(bit);
    }
  }

  /**
   * Deletes what there is of a reserved bit and gives its space back.
   *
   * @throws IOException if its files cannot be deleted now; until they are its space stays taken
   */
  public void abandon(BitMetainfo bit) throws IOException {
    space.giveUp(bit.name());
    clear(bit.name());
  }

  /**
   * Deletes a bit and gives its space back.
   *
   * @return whether it was complete
   * @throws IOException if its files cannot be deleted now; the bit is no longer held, and until
   *     they are its space stays taken
   */
  public boolean delete(InfoHash bit) throws IOException {
    StoredBit stored;
    synchronized (this) {
      stored = complete.remove(bit);
    }
    if (stored == null) {
      return false;
    }
    doubts.remove(bit);
    space.leave(stored.name(), stored.footprint());
    clear(stored.name());
    return true;
  }

  /** Deletes what could not be deleted, if that is possible by now. */
  public void clearLeftovers() {
    space.leftovers().forEach(this::isCleared);
  }

  /** Whether nothing is left over of this name, after another try. */
  private boolean isCleared(String name) {
    try {
      clear(name);
      return true;
    } catch (IOException e) {
      log.debug("bit file {} is left over: {}", name, e.toString());
      return false;
    }
  }

  /** In one step: who is granted the name afterwards must not have his file deleted. */
  private synchronized void clear(String name) throws IOException {
    if (space.isLeftover(name)) {
      files.delete(name);
      space.clear(name);
    }
  }

  /** Counts a bit that was complete and no longer is; whoever says so deletes it. */
  public void countLost() {
    lost.incrementAndGet();
  }

  /**
   * The metainfo of a complete bit, from its sidecar.
   *
   * @throws IOException if the bit is not complete, or its sidecar cannot be read
   */
  public BitMetainfo metainfo(InfoHash bit) throws IOException {
    StoredBit stored =
        stored(bit).orElseThrow(() -> new IOException("bit " + bit + " is not complete"));
    return files.metainfo(stored.name());
  }

  /**
   * Why nothing can be said of any bit now, for people; empty if all is well. A disk that is not
   * mounted, or is another one, is no reason to call bits lost.
   */
  public Optional<String> unusable() {
    return root.unusable()
        .or(() ->
            looked
                ? Optional.empty()
                : Optional.of(root.path() + " has not been looked through yet"));
  }

  /** What is wrong with the disk although the node serves from it, for people. */
  public List<String> troubles() {
    List<Path> unread;
    synchronized (this) {
      unread = List.copyOf(unknown);
    }
    return Troubles.of(root, space, unread, doubts.size());
  }

  /** Where the store is, as the system knows it: another place after its disk was away. */
  public @Nullable Object place() {
    return root.place();
  }

  /** Looks at a bit without reading it; one that is not held is lost. */
  public Verdict look(InfoHash bit) {
    return stored(bit).map(held -> files.look(held.name(), held.length())).orElse(Verdict.LOST);
  }

  /** Reads and hashes a bit: good, lost, corrupt or unreadable. One that is not held is lost. */
  public Verdict verify(InfoHash bit) {
    return stored(bit).map(held -> files.verify(held.name())).orElse(Verdict.LOST);
  }

  private synchronized Optional<StoredBit> stored(InfoHash bit) {
    return Optional.ofNullable(complete.get(bit));
  }
}
