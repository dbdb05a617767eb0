// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One row of cells of 64 KiB: the microseconds of each operation by each kernel, by ISA-L, and of a
 * copy of the same data. Each case has a JVM of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodingJmh {
  /** k+m. */
  @Param({"4+1", "4+2", "8+2", "8+3", "10+4", "17+3", "29+51"})
  public String shape = "";

  /** A kernel of ours, {@code isal} or {@code memcpy}. */
  @Param({"vector", "loops", "table", "isal", "memcpy"})
  public String kernel = "";

  private Runnable encode = CodingJmh::notSetUp;
  private Runnable decode = CodingJmh::notSetUp;
  private Runnable rebuild = CodingJmh::notSetUp;
  private Runnable verify = CodingJmh::notSetUp;
  private Runnable update = CodingJmh::notSetUp;
  private AutoCloseable memory = () -> {};

  private static void notSetUp() {
    throw new IllegalStateException("JMH sets a state up before it is used");
  }

  /** Makes the row and what runs on it. */
  @Setup(Level.Trial)
  public void setUp() {
    Shape of = Shape.parse(shape);
    boolean other = kernel.equals("isal") || kernel.equals("memcpy");
    KernelKind kind = other ? KernelKind.LOOPS : KernelKind.parse(kernel);
    ErasureCode code = ErasureCodes.of(of.dataUnits(), of.parityUnits(), kind);
    Row row = new Row(of, code);
    NativeUnits units = row.toNative();
    memory = units;
    encode = operation(Operation.ENCODE, row, code, units);
    decode = operation(Operation.DECODE, row, code, units);
    rebuild = operation(Operation.REBUILD, row, code, units);
    verify = operation(Operation.VERIFY, row, code, units);
    update = operation(Operation.UPDATE, row, code, units);
  }

  private Runnable operation(Operation operation, Row row, ErasureCode code, NativeUnits units) {
    return switch (kernel) {
      case "isal" -> row.theirs(operation, code, Isal.load(), units);
      case "memcpy" -> row.copy();
      default -> row.ours(operation, code);
    };
  }

  /** Frees the native row. */
  @TearDown(Level.Trial)
  public void tearDown() throws Exception {
    memory.close();
  }

  @Benchmark
  public void encode() {
    encode.run();
  }

  @Benchmark
  public void decode() {
    decode.run();
  }

  @Benchmark
  public void rebuild() {
    rebuild.run();
  }

  @Benchmark
  public void verify() {
    verify.run();
  }

  @Benchmark
  public void update() {
    update.run();
  }
}
