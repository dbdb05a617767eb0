// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.BenchResult;
import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our kernels beside ISA-L, or beside memcpy where that is not installed, in GB/s of data. */
public final class CodingBench {
  private static final String ISAL = "ISA-L";
  private static final String MEMCPY = "memcpy";

  /** The shape of which more is measured than coding and decoding. */
  private static final Shape MAIN = new Shape(8, 3);

  private static final double VECTOR_RATIO = 1.0;
  private static final double LOOPS_RATIO = 0.25;
  private static final double TWO_THREADS_RATIO = 1.7;

  private final List<KernelKind> kernels = Kernels.usual();
  private final Optional<Isal> isal = Isal.find();
  private final boolean asking;
  private final Consumer<BenchResult> results;

  /**
   * A run.
   *
   * @param asking whether this machine is one that targets are meant for
   * @param results takes each number as soon as it is there
   */
  public CodingBench(boolean asking, Consumer<BenchResult> results) {
    this.asking = asking;
    this.results = results;
  }

  /** Runs all cases on this thread. */
  public void run() {
    for (Shape shape : Shape.ALL) {
      measure(shape, Operation.ENCODE, Turns.NEW_CODE_NANOS);
      measure(shape, Operation.DECODE, Turns.NEW_USE_NANOS);
    }
    measure(MAIN, Operation.REBUILD, Turns.NEW_USE_NANOS);
    measure(MAIN, Operation.VERIFY, Turns.NEW_CODE_NANOS);
    measure(MAIN, Operation.UPDATE, Turns.NEW_CODE_NANOS);
    isal.ifPresent(library -> {
      raid("xor_gen", new Shape(4, 1), library);
      raid("pq_gen", new Shape(4, 2), library);
      raid("pq_gen", new Shape(8, 2), library);
    });
    copy();
    twoThreads();
  }

  private void measure(Shape shape, Operation operation, long warmUpNanos) {
    ErasureCode any = code(shape, kernels.getFirst());
    Row row = new Row(shape, any);
    long bytes = operation.bytes(shape);
    String floor = isal.isPresent() ? ISAL : MEMCPY;
    try (NativeUnits units = row.toNative()) {
      Turns turns = new Turns();
      for (KernelKind kernel : kernels) {
        Runnable ours = row.ours(operation, code(shape, kernel));
        turns.add(kernel.toString(), bytes, warmUpNanos, ours);
      }
      Runnable theirs =
          isal.map(library -> row.theirs(operation, any, library, units)).orElseGet(row::copy);
      turns.add(
          floor, isal.isPresent() ? bytes : shape.dataBytes(), Turns.KNOWN_CODE_NANOS, theirs);
      Map<String, Double> rates = turns.rates();
      for (KernelKind kernel : kernels) {
        BenchResult result =
            recorded(
                "%s %s, %s".formatted(operation, shape, kernel),
                rate(rates, kernel.toString()),
                floor,
                rate(rates, floor));
        results.accept(held(result, shape, operation, kernel));
      }
    }
  }

  /** Asks of a result what is asked of its kernel, if anything is. */
  private BenchResult held(
      BenchResult result, Shape shape, Operation operation, KernelKind kernel) {
    boolean asked =
        isal.isPresent()
            && Shape.ASKED.contains(shape)
            && (operation == Operation.ENCODE || operation == Operation.DECODE);
    double least = kernel == KernelKind.VECTOR ? VECTOR_RATIO : LOOPS_RATIO;
    return asked ? asked(result, least) : result;
  }

  private BenchResult asked(BenchResult result, double least) {
    return asking ? result.withTarget(">= " + least + "x", result.ratio() >= least) : result;
  }

  /** The best that ISA-L has for one or two parities, which is not its general code. */
  private void raid(String function, Shape shape, Isal library) {
    KernelKind best = kernels.getLast();
    ErasureCode code = code(shape, best);
    Row row = new Row(shape, code);
    try (NativeUnits units = row.toNative();
        NativeUnits exact = new NativeUnits(shape.units(), Shape.CELL)) {
      for (int unit = 0; unit < shape.units(); unit++) {
        exact.set(unit, units.get(unit), 0);
      }
      Runnable theirs = shape.parityUnits() == 1 ? library.xor(exact) : library.pq(exact);
      beside(
          "encode %s, %s".formatted(shape, best),
          row.ours(Operation.ENCODE, code),
          ISAL + " " + function,
          theirs,
          shape.dataBytes());
    }
  }

  /** How far coding is from merely copying. */
  private void copy() {
    KernelKind best = kernels.getLast();
    ErasureCode code = code(MAIN, best);
    Row row = new Row(MAIN, code);
    beside(
        "encode %s, %s".formatted(MAIN, best),
        row.ours(Operation.ENCODE, code),
        "copy of the same data",
        row.copy(),
        MAIN.dataBytes());
  }

  private void beside(String name, Runnable pass, String floor, Runnable floorPass, long bytes) {
    Map<String, Double> rates =
        new Turns()
            .add(name, bytes, Turns.KNOWN_CODE_NANOS, pass)
            .add(floor, bytes, Turns.KNOWN_CODE_NANOS, floorPass)
            .rates();
    results.accept(recorded(name, rate(rates, name), floor, rate(rates, floor)));
  }

  private void twoThreads() {
    KernelKind best = kernels.getLast();
    ErasureCode code = code(MAIN, best);
    TwoThreads rates =
        TwoThreads.measure(
            MAIN.dataBytes(), () -> new Row(MAIN, code).ours(Operation.ENCODE, code));
    BenchResult result =
        recorded(
            "encode %s, %s, 2 threads".formatted(MAIN, best),
            rates.two(),
            "the same, 1 thread",
            rates.one());
    results.accept(asked(result, TWO_THREADS_RATIO));
  }

  private static ErasureCode code(Shape shape, KernelKind kernel) {
    return ErasureCodes.of(shape.dataUnits(), shape.parityUnits(), kernel);
  }

  private static double rate(Map<String, Double> rates, String name) {
    @Nullable Double rate = rates.get(name);
    if (rate == null) {
      throw new IllegalStateException(name + " was not measured");
    }
    return rate;
  }

  private static BenchResult recorded(String name, double value, String floor, double floorValue) {
    return BenchResult.recorded("coding", name, value, "GB/s", floor, floorValue);
  }
}
