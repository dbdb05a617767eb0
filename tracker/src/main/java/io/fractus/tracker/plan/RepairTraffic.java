// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.plan;

/**
 * Bytes that repair moves in a year for each byte of data that is stored, because nodes leave for
 * good. Stateless.
 */
public final class RepairTraffic {
  private RepairTraffic() {}

  /**
   * Each lost copy is fetched once, from a sibling: overhead times the nodes that leave in a year.
   *
   * @param overhead bytes stored for each byte of data
   */
  public static double copying(double overhead, double lifetimeDays) {
    return overhead * Durability.YEAR_DAYS / lifetimeDays;
  }

  /** Each lost bit of which there is one copy is decoded at once, from k others. */
  public static double decoding(int dataBits, double overhead, double lifetimeDays) {
    return dataBits * copying(overhead, lifetimeDays);
  }

  /**
   * A lost copy is fetched from a sibling if one is left, else decoded from k bits.
   *
   * @param copies of each bit
   * @param departure the chance that a node leaves within the window of repair
   */
  public static double expected(
      int dataBits, int copies, double overhead, double departure, double lifetimeDays) {
    double alone = Math.pow(departure, copies - 1);
    return copying(overhead, lifetimeDays) * (1 - alone + alone * dataBits);
  }

  /**
   * Bits of single copies are decoded together when only so many are left.
   *
   * <p>From the Storj white paper v3, section 7.3.2: churn times (n - m + k) / (k ln(n / m)).
   *
   * @param bits n
   * @param dataBits k
   * @param threshold how many bits are left when repair begins, from k to n - 1
   */
  public static double lazy(int bits, int dataBits, int threshold, double lifetimeDays) {
    if (threshold < dataBits || threshold >= bits) {
      throw new IllegalArgumentException(
          "repair begins with %d to %d bits left, not %d".formatted(dataBits, bits - 1, threshold));
    }
    double factor =
        (bits - threshold + dataBits) / (dataBits * Math.log((double) bits / threshold));
    return factor * Durability.YEAR_DAYS / lifetimeDays;
  }

  /**
   * Carbonite's theta: how many copies of all it holds a node can make within its lifetime. The
   * number of copies that a cloud can keep up is about theta, so below 3 more copies are in vain.
   *
   * <p>Chun et al., Efficient replica maintenance for distributed storage systems, NSDI 2006.
   *
   * @param bytesPerSecond that a node may spend on repair
   * @param bytesPerNode held by a node, all copies together
   */
  public static double theta(double bytesPerSecond, double bytesPerNode, double lifetimeDays) {
    return bytesPerSecond * 86_400 * lifetimeDays / bytesPerNode;
  }
}
