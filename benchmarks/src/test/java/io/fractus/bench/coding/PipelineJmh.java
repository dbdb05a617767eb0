// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import io.fractus.torrents.hash.HashKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds, and with {@code -prof gc} bytes allocated, for each row of a put, and for each
 * window of a get.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PipelineJmh {
  /** k+m. */
  @Param({"4+2", "8+3", "10+4"})
  public String shape = "";

  /** How parity is computed. */
  @Param({"VECTOR", "LOOPS"})
  public KernelKind kernel = KernelKind.LOOPS;

  /** How pieces are hashed. */
  @Param({"LANES", "JDK"})
  public HashKernels.Choice hashing = HashKernels.Choice.JDK;

  private Runnable put = PipelineJmh::notSetUp;
  private Runnable get = PipelineJmh::notSetUp;
  private Runnable getOneLost = PipelineJmh::notSetUp;
  private AutoCloseable memory = () -> {};

  private static void notSetUp() {
    throw new IllegalStateException("JMH sets a state up before it is used");
  }

  /** Makes the stripes. */
  @Setup
  public void setUp() {
    Shape of = Shape.parse(shape);
    ErasureCode code = ErasureCodes.of(of.dataUnits(), of.parityUnits(), kernel);
    PutPass pass = new PutPass(of, code, hashing);
    put = pass;
    memory = pass;
    get = new GetPass(of, code, hashing, false);
    getOneLost = new GetPass(of, code, hashing, true);
  }

  /** Gives the cells back. */
  @TearDown
  public void tearDown() throws Exception {
    memory.close();
  }

  @Benchmark
  @OperationsPerInvocation(PutPass.ROWS)
  public void put() {
    put.run();
  }

  @Benchmark
  public void get() {
    get.run();
  }

  @Benchmark
  public void getOneLost() {
    getOneLost.run();
  }
}
