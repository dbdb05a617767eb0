// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

/**
 * The Beta distribution: what is known of a chance after so many successes and failures. Stateless.
 */
public final class Beta {
  /*
   * The regularised incomplete beta function by its continued fraction, evaluated after Lentz
   * (Press et al., Numerical Recipes, 6.4), the logarithm of the gamma function by Stirling's
   * series from 8 on, to which smaller numbers are lifted by the product of what is between: one
   * division and two logarithms. The quantile from the approximation of Abramowitz and Stegun
   * (26.5.22) by Halley's method, kept inside of an interval that holds it and halves whenever a
   * step would leave it. Held against values of 60 digits (plan-reference.py): the error of a
   * quantile is below 1e-10 for parameters up to 1,000.
   */

  /** Steps of the continued fraction: it needs some square root of the larger parameter. */
  private static final int FRACTION_STEPS_MAX = 500;

  /** Steps towards a quantile: as many as halving alone needs for 1e-12. */
  private static final int QUANTILE_STEPS_MAX = 60;

  private static final double PRECISION = 1e-12;
  private static final double TINY = 1e-300;

  /** From here on Stirling's series is exact to 1e-14. */
  private static final double STIRLING_MIN = 8;

  private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

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
    return cumulativeOf(front(alpha, beta, x, logBeta), alpha, beta, x);
  }

  /** The density at x, times x and 1 - x. */
  private static double front(double alpha, double beta, double x, double logBeta) {
    return Math.exp(alpha * Math.log(x) + beta * Math.log(1 - x) - logBeta);
  }

  private static double cumulativeOf(double front, double alpha, double beta, double x) {
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
    double x = start(alpha, beta, chance);
    for (int i = 0; i < QUANTILE_STEPS_MAX && high - low > PRECISION; i++) {
      boolean isWithin = x > 0 && x < 1;
      double front = isWithin ? front(alpha, beta, x, logBeta) : 0;
      double excess = (isWithin ? cumulativeOf(front, alpha, beta, x) : x) - chance;
      if (excess > 0) {
        high = x;
      } else {
        low = x;
      }
      double newton = excess * x * (1 - x) / front;
      double bend = newton * ((alpha - 1) / x - (beta - 1) / (1 - x));
      double next = x - newton / (1 - 0.5 * Math.min(1, bend));
      boolean isInside = next > low && next < high;
      if (isInside && Math.abs(next - x) < PRECISION) {
        return next;
      }
      x = isInside ? next : (low + high) / 2;
    }
    return x;
  }

  /** Somewhere near the quantile, from 0 to 1. */
  private static double start(double alpha, double beta, double chance) {
    if (alpha >= 1 && beta >= 1) {
      double x = normal(chance);
      double al = (x * x - 3) / 6;
      double h = 2 / (1 / (2 * alpha - 1) + 1 / (2 * beta - 1));
      double w =
          x * Math.sqrt(al + h) / h
              - (1 / (2 * beta - 1) - 1 / (2 * alpha - 1)) * (al + 5.0 / 6 - 2 / (3 * h));
      double start = alpha / (alpha + beta * Math.exp(2 * w));
      return start > 0 && start < 1 ? start : alpha / (alpha + beta);
    }
    double t = Math.exp(alpha * Math.log(alpha / (alpha + beta))) / alpha;
    double u = Math.exp(beta * Math.log(beta / (alpha + beta))) / beta;
    double w = t + u;
    return chance < t / w
        ? Math.pow(alpha * w * chance, 1 / alpha)
        : 1 - Math.pow(beta * w * (1 - chance), 1 / beta);
  }

  /** What a normal variable is above of with that chance, to three digits. */
  private static double normal(double chance) {
    double t = Math.sqrt(-2 * Math.log(Math.min(chance, 1 - chance)));
    double x = (2.30753 + t * 0.27061) / (1 + t * (0.99229 + t * 0.04481)) - t;
    return chance < 0.5 ? -x : x;
  }

  /** ln B(a, b). */
  static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  /** ln of the gamma function of a positive number. */
  static double logGamma(double z) {
    double product = 1;
    double x = z;
    while (x < STIRLING_MIN) {
      product *= x;
      x++;
    }
    double inverse = 1 / x;
    double square = inverse * inverse;
    double series = 1.0 / 1188 - square * (691.0 / 360_360);
    series = 1.0 / 1260 - square * (1.0 / 1680 - square * series);
    series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * series));
    double stirling = (x - 0.5) * Math.log(x) - x + HALF_LOG_2PI + series;
    return x > z ? stirling - Math.log(product) : stirling;
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
      if (Math.abs(factor - 1) < 1e-14) {
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
