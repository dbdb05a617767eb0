// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.BenchResult;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** What happens to the bytes of a put and of a get in memory, in GB/s of plain data. */
public final class PipelineBench {
  private static final Shape SHAPE = new Shape(8, 3);
  private static final String PUT = "put in memory 8+3, hashes in lanes";
  private static final String PUT_JDK = "the same, hashes by the JDK";
  private static final String SEAL = "seal";
  private static final String ENCODE = "encode";
  private static final String HASH = "hash";
  private static final String GET = "get in memory 8+3, lanes";
  private static final String GET_JDK = "get in memory 8+3, JDK";
  private static final String LOST = ", 1 lost";
  private static final double JDK_RATIO = 2.0;
  private static final double PARTS_RATIO = 0.8;

  private final KernelKind kernel = Kernels.usual().getLast();
  private final ErasureCode code = ErasureCodes.of(SHAPE.dataUnits(), SHAPE.parityUnits(), kernel);
  private final boolean asking;
  private final Consumer<BenchResult> results;

  /**
   * A run.
   *
   * @param asking whether this machine is one that targets are meant for
   * @param results takes each number as soon as it is there
   */
  public PipelineBench(boolean asking, Consumer<BenchResult> results) {
    this.asking = asking;
    this.results = results;
  }

  /** Runs all cases on this thread; leaves the choice of kernels as it was. */
  public void run() {
    if (kernel == KernelKind.VECTOR) {
      put();
      get(GET, HashKernels.Choice.LANES);
    }
    get(GET_JDK, HashKernels.Choice.JDK);
  }

  private void put() {
    try (PutPass lanes = new PutPass(SHAPE, code, HashKernels.Choice.LANES);
        PutPass jdk = new PutPass(SHAPE, code, HashKernels.Choice.JDK)) {
      Row row = new Row(SHAPE, code);
      Map<String, Double> rates =
          new Turns()
              .add(PUT, lanes.bytes(), Turns.NEW_CODE_NANOS, lanes)
              .add(PUT_JDK, jdk.bytes(), Turns.NEW_USE_NANOS, jdk)
              .add(SEAL, lanes.bytes(), Turns.NEW_USE_NANOS, lanes.sealOnly())
              .add(ENCODE, SHAPE.dataBytes(), Turns.NEW_USE_NANOS, row.ours(Operation.ENCODE, code))
              .add(
                  HASH,
                  HashBench.BYTES,
                  Turns.NEW_USE_NANOS,
                  HashBench.pass(HashAlgorithm.SHA_1, HashKernels.Choice.LANES))
              .rates();
      double put = rate(rates, PUT);
      held(recorded(PUT, put, PUT_JDK, rate(rates, PUT_JDK)), JDK_RATIO);
      double hashedPerByte = (double) SHAPE.units() / SHAPE.dataUnits();
      double parts =
          1 / (1 / rate(rates, SEAL) + 1 / rate(rates, ENCODE) + hashedPerByte / rate(rates, HASH));
      held(recorded(PUT, put, "seal, encode, hash, one by one", parts), PARTS_RATIO);
    }
  }

  private void get(String name, HashKernels.Choice hashing) {
    GetPass whole = new GetPass(SHAPE, code, hashing, false);
    GetPass lost = new GetPass(SHAPE, code, hashing, true);
    String none = "the same, none lost";
    Map<String, Double> rates =
        new Turns()
            .add(none, whole.bytes(), Turns.NEW_USE_NANOS, whole)
            .add(name, lost.bytes(), Turns.NEW_USE_NANOS, lost)
            .rates();
    results.accept(recorded(name + LOST, rate(rates, name), none, rate(rates, none)));
  }

  private void held(BenchResult result, double least) {
    results.accept(
        asking ? result.withTarget(">= " + least + "x", result.ratio() >= least) : result);
  }

  private static double rate(Map<String, Double> rates, String name) {
    return Objects.requireNonNull(rates.get(name));
  }

  private static BenchResult recorded(String name, double value, String floor, double floorValue) {
    return BenchResult.recorded("coding", name, value, "GB/s", floor, floorValue);
  }
}
