// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import com.sun.management.OperatingSystemMXBean;
import io.fractus.torrents.BitMetainfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** One engine in a process of its own, which does what {@link EngineBench} says over a socket. */
public final class EngineProcess {
  private final EngineSubject subject;
  private final DataInputStream in;
  private final DataOutputStream out;

  private EngineProcess(EngineSubject subject, DataInputStream in, DataOutputStream out) {
    this.subject = subject;
    this.in = in;
    this.out = out;
  }

  /**
   * Runs until the other side of the socket closes.
   *
   * @param arguments the name of the engine, the port to call back
   */
  public static void main(String[] arguments) throws IOException {
    try (Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      long start = System.nanoTime();
      try (EngineSubject subject = EngineSubject.start(arguments[0])) {
        int port = subject.port();
        out.writeLong(System.nanoTime() - start);
        out.writeInt(port);
        new EngineProcess(subject, in, out).obey();
      }
    } catch (EOFException _) {
      // That is how it ends.
    }
    // Threads of libraries must not keep it.
    Runtime.getRuntime().halt(0);
  }

  private void obey() throws IOException {
    while (true) {
      String order = in.readUTF();
      Path directory = Path.of(in.readUTF());
      switch (order) {
        case "cpu" -> out.writeLong(cpu());
        case "seed" -> {
          subject.seed(bit(), directory);
          out.writeLong(0);
        }
        case "fetch" -> {
          BitMetainfo bit = bit();
          int port = in.readInt();
          long start = System.nanoTime();
          subject.fetch(bit, directory, port);
          out.writeLong(System.nanoTime() - start);
        }
        case "fill" -> fill(directory, in.readInt(), in.readInt());
        case "heap" -> out.writeLong(heap());
        case "rss" -> out.writeLong(rss());
        default -> throw new IllegalArgumentException("no order is called '" + order + "'");
      }
    }
  }

  private BitMetainfo bit() throws IOException {
    return BitMetainfo.parse(in.readNBytes(in.readInt()));
  }

  /** Seeds bits whose files have nothing but a length; answers how long that took. */
  private void fill(Path directory, int from, int to) throws IOException {
    long seeding = 0;
    for (BitMetainfo bit : TestBits.zeros(from, to)) {
      TestBits.writeZeros(bit, directory.resolve(bit.name()));
      long start = System.nanoTime();
      subject.seed(bit, directory);
      seeding += System.nanoTime() - start;
    }
    out.writeLong(seeding);
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Bytes of live objects. */
  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long rss() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }
}
