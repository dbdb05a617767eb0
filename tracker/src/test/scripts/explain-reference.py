#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the values that tests hold explanations of stripes against.

    python3 tracker/src/test/scripts/explain-reference.py

rewrites stripes.csv among the test resources: random stripes, and what they can bear, computed with
60 digits from the definitions and not by the code's way: chances of single holders are multiplied
to those of bits, and the generating polynomial of the bits that are missing is written out and its
upper coefficients summed. Needs mpmath (1.3.0 made the committed file).

A node's week is step(h) = base + (h * stride + phase) % span, where a step s is an availability with the
log odds s / 16 - 7, which is how a byte of WeekAvailability is read.
"""
import os
import random

import mpmath

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "..", "resources", "io", "fractus", "tracker", "explain")
mpmath.mp.dps = 60
HOURS = 168
WINDOW = 3
YEAR = 365
LIFETIMES = {"SERVER": 14600, "OFFICE": 290, "LAB": 240, "SHOP": 290, "HOME": 180, "PHONE": 75}
SETTLING = {"SERVER": 12, "OFFICE": 6, "LAB": 4, "SHOP": 4, "HOME": 2, "PHONE": 1}


def here(node, hour):
    step = node["base"] + (hour * node["stride"] + node["phase"]) % node["span"]
    odds = mpmath.exp(mpmath.mpf(step) / 16 - 7)
    return odds / (1 + odds)


def departure(node):
    residual = min(node["age"], 1095) + LIFETIMES[node["kind"]]
    return 1 - (mpmath.mpf(residual) / (residual + WINDOW)) ** 2


def lost(parity, stripe, away):
    polynomial = [mpmath.mpf(1)]
    for holders in stripe:
        miss = mpmath.mpf(1)
        for node in holders:
            miss *= away(node)
        longer = [mpmath.mpf(0)] * (len(polynomial) + 1)
        for j, chance in enumerate(polynomial):
            longer[j] += chance * (1 - miss)
            longer[j + 1] += chance * miss
        polynomial = longer
    return sum(polynomial[parity + 1:], mpmath.mpf(0))


def stripes():
    chance = random.Random(11)
    for needed, bits, copies, sites in (
            (1, 1, 3, 3), (1, 2, 1, 2), (2, 3, 2, 4), (4, 6, 2, 6), (4, 6, 2, 3), (8, 10, 2, 9),
            (8, 11, 1, 11), (8, 11, 4, 20), (10, 16, 1, 5), (16, 24, 1, 24), (16, 24, 2, 12),
            (1, 1, 1, 1), (3, 4, 2, 40), (8, 10, 8, 30)):
        number = 0
        stripe = []
        for _ in range(bits):
            holders = []
            for _ in range(copies):
                holders.append({
                    "id": f"n{number:03d}",
                    "kind": chance.choice(sorted(LIFETIMES)),
                    "site": f"s{chance.randrange(sites):02d}",
                    "base": chance.randrange(30, 180),
                    "stride": chance.randrange(1, 50),
                    "phase": chance.randrange(0, 50),
                    "span": chance.randrange(1, 75),
                    "age": chance.randrange(0, 1500),
                    "isHere": chance.random() < 0.7,
                })
                number += 1
            stripe.append(holders)
        yield needed, chance.randrange(HOURS), stripe


def text(node):
    return "/".join(str(node[key]) for key in (
        "id", "kind", "site", "base", "stride", "phase", "span", "age", "isHere"))


def account(needed, now, stripe):
    parity = len(stripe) - needed
    week = [lost(parity, stripe, lambda node: 1 - here(node, hour)) for hour in range(HOURS)]
    worst = max(range(HOURS), key=lambda hour: (week[hour], -hour))
    sites = sorted({node["site"] for holders in stripe for node in holders})
    without = {
        site: lost(
            parity, stripe, lambda node: 1 if node["site"] == site else 1 - here(node, worst))
        for site in sites}
    site = max(sites, key=lambda name: without[name])

    def soon(node):
        if not node["isHere"]:
            return mpmath.mpf(1)
        same = mpmath.mpf(SETTLING[node["kind"]]) / (SETTLING[node["kind"]] + 1)
        return 1 - (same + (1 - same) * here(node, (now + 1) % HOURS))

    first = stripe[0][0]
    yearly = mpmath.mpf(YEAR) / WINDOW
    return (
        sum(week) / HOURS, worst, week[worst], site, without[site], lost(parity, stripe, soon),
        lost(parity, stripe, departure) * yearly,
        lost(parity, stripe, lambda node: 1 if node is first else 1 - here(node, worst)),
        lost(parity, stripe, lambda node: 1 if node is first else departure(node)) * yearly)


def main():
    os.makedirs(TARGET, exist_ok=True)
    with open(os.path.join(TARGET, "stripes.csv"), "w") as out:
        for needed, now, stripe in stripes():
            values = [
                mpmath.nstr(value, 25) if isinstance(value, mpmath.mpf) else str(value)
                for value in account(needed, now, stripe)]
            bits = " ".join("+".join(map(text, holders)) for holders in stripe)
            out.write(",".join([str(needed), str(now), *values, bits]) + "\n")


main()
