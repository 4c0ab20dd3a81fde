#!/usr/bin/env python3
"""cost2c.py OUT: the tables of base/cost.c.

Sums, products and divisions only, which IEEE 754 rounds alike everywhere; the functions of a
mathematics library differ in their last bit.
"""
import sys

EXP_PART = 0.99610136947011749  # exp(-1/256), to 17 digits
EXP_WHOLE = 0.36787944117144233  # exp(-1)
EXP_COARSE = 0.96923323447634408  # exp(-1/32)


def powers(base, count, first=1.0):
    """FIRST times the powers of BASE from 0 on."""
    for _ in range(count):
        yield first
        first *= base


def log_1p(y):
    """ln(1 + y), 0 <= y <= 1, as 2 artanh(y / (2 + y))."""
    z = y / (2 + y)
    square, power, total = z * z, z, 0.0
    for k in range(1, 30, 2):
        total += power / k
        power *= square
    return 2 * total


def table(kind, name, values):
    """One table in C."""
    rows = [str(value) for value in values]
    body = "".join(
        "\t" + ", ".join(rows[at : at + 12]) + ",\n" for at in range(0, len(rows), 12)
    )
    return f"static const {kind} {name}[{len(rows)}] = {{\n{body}}};\n"


def main():
    with open(sys.argv[1], "w", encoding="ascii") as out:
        out.write("/* Made by cost2c.py. */\n")
        out.write("/* 256 ln(1 + exp(-k / 32)), rounded */\n")
        out.write(table("uint8_t", "gain", (int(256 * log_1p(y) + 0.5) for y in powers(EXP_COARSE, 256))))
        out.write("/* 4096 ln(1 + exp(-k / 256)), up to 10 nats, behind which a sum is its greater part */\n")
        out.write(table("int16_t", "fine_gain", (int(4096 * log_1p(y) + 0.5) for y in powers(EXP_PART, 2560))))
        out.write("/* exp(-k) in 2^-40 */\n")
        out.write(table("uint64_t", "exp_whole", map(int, powers(EXP_WHOLE, 28, 2.0**40))))
        out.write("/* exp(-k / 256) in 2^-31 */\n")
        out.write(table("uint32_t", "exp_part", (int(y * 2.0**31) for y in powers(EXP_PART, 256))))


main()
