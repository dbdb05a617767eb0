// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.BenchResult;
import io.fractus.bench.isal.Isal;
import io.fractus.bench.isal.NativeUnits;
import io.fractus.raid.coding.ErasureCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Our kernels beside ISA-L, or beside memcpy where that is not installed, in GB/s of data. */
public final class CodingBench {
  private static final String ISAL = "ISA-L";
  private static final String MEMCPY = "memcpy";
  private static final Shape ALL_OPERATIONS = new Shape(8, 3);
  private static final double FAST_RATIO = 1.0;
  private static final double LOOPS_RATIO = 0.25;

  private final List<Kernel> kernels = Kernel.all();
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
      measure(shape, Operation.DECODE, Turns.KNOWN_CODE_NANOS);
    }
    measure(ALL_OPERATIONS, Operation.REBUILD, Turns.NEW_CODE_NANOS);
    measure(ALL_OPERATIONS, Operation.VERIFY, Turns.NEW_CODE_NANOS);
    isal.ifPresent(library -> {
      raid("xor_gen", new Shape(4, 1), library);
      raid("pq_gen", new Shape(4, 2), library);
      raid("pq_gen", new Shape(8, 2), library);
    });
  }

  private void measure(Shape shape, Operation operation, long warmUpNanos) {
    ErasureCode any = kernels.getFirst().code(shape.dataUnits(), shape.parityUnits());
    Row row = new Row(shape, any);
    try (NativeUnits units = row.toNative()) {
      Turns turns = new Turns();
      for (Kernel kernel : kernels) {
        ErasureCode code = kernel.code(shape.dataUnits(), shape.parityUnits());
        turns.add(kernel.name(), shape.dataBytes(), warmUpNanos, row.ours(operation, code));
      }
      String floor = isal.isPresent() ? ISAL : MEMCPY;
      Runnable theirs =
          isal.map(library -> row.theirs(operation, any, library, units)).orElseGet(row::copy);
      turns.add(floor, shape.dataBytes(), Turns.KNOWN_CODE_NANOS, theirs);
      Map<String, Double> rates = turns.rates();
      for (Kernel kernel : kernels) {
        String name = "%s %s, %s".formatted(operation, shape, kernel.name());
        BenchResult result = recorded(name, rate(rates, kernel.name()), floor, rate(rates, floor));
        results.accept(held(result, shape, operation, kernel));
      }
    }
  }

  /** Asks of a result what is asked of its kernel, if anything is. */
  private BenchResult held(BenchResult result, Shape shape, Operation operation, Kernel kernel) {
    boolean asked =
        asking
            && isal.isPresent()
            && Shape.ASKED.contains(shape)
            && (operation == Operation.ENCODE || operation == Operation.DECODE);
    if (!asked) {
      return result;
    }
    double least = kernel.name().equals(Kernel.LOOPS) ? LOOPS_RATIO : FAST_RATIO;
    return result.withTarget(">= " + least + "x", result.ratio() >= least);
  }

  /** The best that ISA-L has for one or two parities, which is not its general code. */
  private void raid(String function, Shape shape, Isal library) {
    Kernel best = kernels.getLast();
    ErasureCode code = best.code(shape.dataUnits(), shape.parityUnits());
    Row row = new Row(shape, code);
    try (NativeUnits units = row.toNative()) {
      Runnable theirs = shape.parityUnits() == 1 ? library.xor(units) : library.pq(units);
      Map<String, Double> rates =
          new Turns()
              .add(
                  best.name(),
                  shape.dataBytes(),
                  Turns.KNOWN_CODE_NANOS,
                  row.ours(Operation.ENCODE, code))
              .add(function, shape.dataBytes(), Turns.KNOWN_CODE_NANOS, theirs)
              .rates();
      results.accept(
          recorded(
              "encode %s, %s".formatted(shape, best.name()),
              rate(rates, best.name()),
              ISAL + " " + function,
              rate(rates, function)));
    }
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
