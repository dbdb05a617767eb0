#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the values that tests hold the formulas of the planner against.

    python3 tracker/src/test/scripts/plan-reference.py

rewrites tail.csv, beta.csv and level.csv among the test resources. Tails are exact: doubles are
taken as the fractions that they are, all subsets are summed by the generating polynomial in exact
arithmetic, and the quotient is rounded once, to 25 digits. Quantiles of Beta distributions are
solved for with 60 digits. Levels of nodes are integrated over all real numbers. Needs mpmath (1.3.0 made the committed files).
"""
import os
import random
from decimal import Decimal, getcontext
from fractions import Fraction

import mpmath

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "resources", "io", "fractus", "tracker")
getcontext().prec = 25
mpmath.mp.dps = 60


def tail(allowed, misses):
    polynomial = [Fraction(1)]
    for miss in map(Fraction, misses):
        longer = [Fraction(0)] * (len(polynomial) + 1)
        for j, chance in enumerate(polynomial):
            longer[j] += chance * (1 - miss)
            longer[j + 1] += chance * miss
        polynomial = longer
    return sum(polynomial[allowed + 1:], Fraction(0))


def tails():
    chance = random.Random(7)
    yield 1, [0.5] * 5
    yield 2, [0.25] * 10
    yield 0, [1e-12]
    yield 3, [1.0, 1.0, 1.0, 1e-9, 1e-7]
    for _ in range(240):
        bits = chance.choice([1, 2, 3, 5, 10, 11, 12, 24, 40])
        allowed = chance.randrange(0, min(bits, 13))
        small = chance.choice([0, 1, 3, 6, 9])
        yield allowed, [chance.random() * 10 ** -(chance.random() * small) for _ in range(bits)]
    for allowed, bits in ((20, 60), (50, 100), (55, 255)):
        yield allowed, [round(chance.random(), 4) for _ in range(bits)]


def quantiles():
    for alpha, beta in ((0.5, 9.5), (1, 1), (9.5, 0.5), (3.6, 6.4), (15.8, 0.5), (59.8, 0.54),
                        (6.9, 1.4), (5, 5), (0.3, 0.2), (27, 27.3), (0.05, 60), (60.3, 0.01),
                        (2, 80), (300, 700)):
        for quantile in (0.05, 0.1, 0.2, 0.5, 0.9):
            a, b, q = mpmath.mpf(alpha), mpmath.mpf(beta), mpmath.mpf(quantile)
            low, high = mpmath.mpf(-700), mpmath.mpf(0)
            # In ln x, since quantiles of Beta(0.05, 60) are as small as 1e-30.
            for _ in range(220):
                middle = (low + high) / 2
                if mpmath.betainc(a, b, 0, mpmath.exp(middle), regularized=True) < q:
                    low = middle
                else:
                    high = middle
            yield alpha, beta, quantile, mpmath.nstr(mpmath.exp(high), 20)


# Of the hours of a week so many are as likely as that, by class: NodeClass.prior.
PROFILES = {
    "SERVER": ([(168, 0.95)], 0.5, 1.4),
    "SHOP": ([(66, 0.93), (24, 0.15), (78, 0.25)], 0, 0.6),
    "PHONE": ([(56, 0.60), (112, 0.12)], 0, 0.6),
}


def levels():
    mpmath.mp.dps = 20
    for kind, (profile, mean, spread) in PROFILES.items():
        for days, share in ((0, 0), (7, 1), (7, 0.9), (40, 1), (40, 0.98), (40, 0.5), (40, 0.02)):
            seen, gone = 0.7 * days * share, 0.7 * days * (1 - share)

            def here(level):
                return sum(
                    hours / mpmath.mpf(168)
                    / (1 + mpmath.exp(-mpmath.log(mpmath.mpf(p) / (1 - mpmath.mpf(p))) - level))
                    for hours, p in profile
                )

            def density(level):
                prior = 0.9 * mpmath.npdf(level, mean, spread) + 0.1 * mpmath.npdf(level, mean, 3)
                return prior * here(level) ** seen * (1 - here(level)) ** gone

            grid = [-14 + i for i in range(29)]
            whole = mpmath.quad(density, grid)
            expected = mpmath.quad(lambda x: density(x) * here(x), grid) / whole
            low, high = mpmath.mpf(-14), mpmath.mpf(14)
            for _ in range(24):
                middle = (low + high) / 2
                below = mpmath.quad(density, [x for x in grid if x < middle] + [middle]) / whole
                low, high = (middle, high) if below < 0.25 else (low, middle)
            yield kind, days, share, mpmath.nstr(low, 6), mpmath.nstr(expected, 6)
    mpmath.mp.dps = 60


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def main():
    os.makedirs(os.path.join(RESOURCES, "plan"), exist_ok=True)
    os.makedirs(os.path.join(RESOURCES, "availability"), exist_ok=True)
    with open(os.path.join(RESOURCES, "plan", "tail.csv"), "w") as out:
        for allowed, misses in tails():
            numbers = " ".join(map(repr, misses))
            out.write(f"{allowed},{decimal(tail(allowed, misses))},{numbers}\n")
    with open(os.path.join(RESOURCES, "availability", "beta.csv"), "w") as out:
        for row in quantiles():
            out.write(",".join(map(str, row)) + "\n")
    with open(os.path.join(RESOURCES, "availability", "level.csv"), "w") as out:
        for row in levels():
            out.write(",".join(map(str, row)) + "\n")


main()
