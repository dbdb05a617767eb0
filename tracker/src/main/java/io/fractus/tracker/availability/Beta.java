// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * The Beta distribution: what is known of a chance after so many successes and failures. Stateless.
 */
public final class Beta {
  /*
   * The regularised incomplete beta function by its continued fraction, evaluated after Lentz
   * (Press et al., Numerical Recipes, 6.4), the logarithm of the gamma function by Lanczos' series
   * with g = 7 and nine terms (Godfrey, 2001). The quantile by Newton's method, kept inside of an
   * interval that holds it and halves whenever a step would leave it. Held against values of 60
   * digits (plan-reference.py): the error of a quantile is below 1e-10 for parameters up to 1,000.
   */

  /** Steps of the continued fraction: it needs some square root of the larger parameter. */
  private static final int FRACTION_STEPS_MAX = 500;

  /** Steps towards a quantile: as many as halving alone needs for 1e-12. */
  private static final int QUANTILE_STEPS_MAX = 60;

  private static final double PRECISION = 1e-12;
  private static final double TINY = 1e-300;

  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };

  private Beta() {}

  /** The chance that a Beta variable is at most x. */
  public static double cumulative(double alpha, double beta, double x) {
    if (x <= 0) {
      return 0;
    }
    if (x >= 1) {
      return 1;
    }
    return cumulative(alpha, beta, x, logBeta(alpha, beta));
  }

  private static double cumulative(double alpha, double beta, double x, double logBeta) {
    double front = Math.exp(alpha * Math.log(x) + beta * Math.log1p(-x) - logBeta);
    return x < (alpha + 1) / (alpha + beta + 2)
        ? front * fraction(alpha, beta, x) / alpha
        : 1 - front * fraction(beta, alpha, 1 - x) / beta;
  }

  /** The x that a Beta variable is below of with that chance. */
  public static double quantile(double alpha, double beta, double chance) {
    if (!(alpha > 0 && beta > 0 && chance > 0 && chance < 1)) {
      throw new IllegalArgumentException(
          "no quantile %s of Beta(%s, %s)".formatted(chance, alpha, beta));
    }
    double logBeta = logBeta(alpha, beta);
    double low = 0;
    double high = 1;
    double x = alpha / (alpha + beta);
    for (int i = 0; i < QUANTILE_STEPS_MAX && high - low > PRECISION; i++) {
      double excess =
          x <= 0 ? -chance : x >= 1 ? 1 - chance : over(alpha, beta, x, logBeta, chance);
      if (excess > 0) {
        high = x;
      } else {
        low = x;
      }
      double density = Math.exp((alpha - 1) * Math.log(x) + (beta - 1) * Math.log1p(-x) - logBeta);
      double next = x - excess / density;
      boolean isInside = next > low && next < high;
      if (isInside && Math.abs(next - x) < PRECISION) {
        return next;
      }
      x = isInside ? next : (low + high) / 2;
    }
    return x;
  }

  private static double over(double alpha, double beta, double x, double logBeta, double chance) {
    return cumulative(alpha, beta, x, logBeta) - chance;
  }

  /** ln B(a, b). */
  static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  /** ln of the gamma function of a positive number. */
  static double logGamma(double z) {
    if (z < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
    }
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (z - 1 + i);
    }
    double t = z + 6.5;
    return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(t) - t + Math.log(sum);
  }

  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / away(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= FRACTION_STEPS_MAX; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / away(1 + even * d);
      c = away(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / away(1 + odd * d);
      c = away(1 + odd / c);
      double factor = d * c;
      value *= factor;
      if (Math.abs(factor - 1) < 1e-15) {
        return value;
      }
    }
    return value;
  }

  /** Away from zero, which is divided by. */
  private static double away(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
