// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.cli.base.Limits;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Which ports of this machine are free now. Thread-safe. */
public final class Ports {
  /*
   * Free blocks are looked for below the range from which the kernel gives ports to outgoing
   * connections, so that no connection of the roles that start first can take a port that was
   * found free for a role that starts later.
   */
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 32_000;

  private final InetAddress address;

  public Ports(InetAddress address) {
    this.address = address;
  }

  /**
   * A run of consecutive ports.
   *
   * @param first the lowest
   * @param count how many
   * @param what uses them, for messages
   * @param option which option moves them
   */
  public record Block(int first, int count, String what, String option) {
    public Block {
      if (first < 1 || first + count - 1 > 65_535) {
        throw Failure.wrongUsage(
            option + " must leave " + count + " ports up to 65535, is " + first);
      }
    }
  }

  /** Throws {@link Failure} naming the first port of the blocks that is taken, or wanted twice. */
  public void requireFree(List<Block> blocks) {
    List<Closeable> held = new ArrayList<>();
    try {
      for (Block block : blocks) {
        OptionalInt taken = hold(block.first(), block.count(), held);
        if (taken.isPresent()) {
          throw Failure.failed(
              "port "
                  + taken.getAsInt()
                  + " for "
                  + block.what()
                  + " is taken: stop what listens there, or choose others with "
                  + block.option());
        }
      }
    } finally {
      release(held);
    }
  }

  /** The first of so many consecutive free ports. */
  public int findFree(int count, RandomGenerator random) {
    for (int i = 0; i < Limits.PORT_TRIES_MAX; i++) {
      int first = random.nextInt(LOWEST, HIGHEST - count);
      List<Closeable> held = new ArrayList<>();
      try {
        if (hold(first, count, held).isEmpty()) {
          return first;
        }
      } finally {
        release(held);
      }
    }
    throw Failure.failed("found no " + count + " free ports in a row: name them with --port");
  }

  /** Binds TCP and UDP of each port; the first that is taken, if any. */
  private OptionalInt hold(int first, int count, List<Closeable> held) {
    for (int port = first; port < first + count; port++) {
      try {
        held.add(new ServerSocket(port, 1, address));
        held.add(new DatagramSocket(new InetSocketAddress(address, port)));
      } catch (IOException _) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }

  private static void release(List<Closeable> held) {
    for (Closeable socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw Failure.failed("cannot close a socket: " + e.getMessage(), e);
      }
    }
  }
}
