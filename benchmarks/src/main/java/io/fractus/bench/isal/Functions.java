// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of the library, as its headers {@code erasure_code.h} and {@code raid.h} declare
 * them. Loading this class fails if the library is not there. Counts and lengths are not checked
 * here, and a wrong one ends the process: that is the callers' part. Stateless.
 */
@SuppressWarnings("restricted")
final class Functions {
  /** The soname: 2.x of any build has these functions. */
  static final String LIBRARY = "libisal.so.2";

  private static final SymbolLookup SYMBOLS = SymbolLookup.libraryLookup(LIBRARY, Arena.global());

  private static final MethodHandle INIT_TABLES =
      procedure("ec_init_tables", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

  private static final MethodHandle ENCODE_DATA =
      procedure("ec_encode_data", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  private static final MethodHandle ENCODE_DATA_UPDATE =
      procedure(
          "ec_encode_data_update",
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS);

  private static final MethodHandle INVERT =
      function("gf_invert_matrix", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

  private static final MethodHandle MULTIPLY = function("gf_mul", JAVA_BYTE, JAVA_BYTE, JAVA_BYTE);
  private static final MethodHandle XOR =
      function("xor_gen", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle PQ = function("pq_gen", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);

  private Functions() {}

  /** Expands {@code rows * k} coefficients to 32 bytes each. */
  static void initTables(int k, int rows, MemorySegment matrix, MemorySegment tables) {
    try {
      INIT_TABLES.invokeExact(k, rows, matrix, tables);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Overwrites {@code rows} outputs with combinations of k inputs. */
  static void encodeData(
      int length,
      int k,
      int rows,
      MemorySegment tables,
      MemorySegment inputs,
      MemorySegment outputs) {
    try {
      ENCODE_DATA.invokeExact(length, k, rows, tables, inputs, outputs);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Adds input number {@code index}, given alone, to all outputs. */
  static void encodeDataUpdate(
      int length,
      int k,
      int rows,
      int index,
      MemorySegment tables,
      MemorySegment input,
      MemorySegment outputs) {
    try {
      ENCODE_DATA_UPDATE.invokeExact(length, k, rows, index, tables, input, outputs);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Inverts an n x n matrix, which is destroyed; 0 if that was possible. */
  static int invert(MemorySegment matrix, MemorySegment inverse, int n) {
    try {
      return (int) INVERT.invokeExact(matrix, inverse, n);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static byte multiply(byte a, byte b) {
    try {
      return (byte) MULTIPLY.invokeExact(a, b);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * Overwrites the last of so many vectors with the XOR of the others.
   *
   * @param vectors sources and the one destination, 3 or more
   * @return 0 if it was done
   */
  static int xor(int vectors, int length, MemorySegment array) {
    try {
      return (int) XOR.invokeExact(vectors, length, array);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * Overwrites the last two of so many vectors with P and Q of the others.
   *
   * @param vectors sources and the two destinations, 4 or more
   * @return 0 if it was done
   */
  static int pq(int vectors, int length, MemorySegment array) {
    try {
      return (int) PQ.invokeExact(vectors, length, array);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static MethodHandle procedure(String name, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.ofVoid(parameters));
  }

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... parameters) {
    return link(name, FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
  }

  private static AssertionError impossible(Throwable e) {
    return new AssertionError("a native function throws nothing", e);
  }
}
