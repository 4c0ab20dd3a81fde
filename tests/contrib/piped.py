#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pipe the lines of a file through a command as Spark's RDD.pipe() and Hadoop's streaming do.

    piped.py MODE PARTITIONS FILE COMMAND...

A process for each partition; lines are written as they come (the last one of FILE without its end, if it has none),
stdin is closed behind the last, and lines are read until there are no more. A process that fails ends it all.
MODE threads: one thread writes while another reads, as those engines do. MODE lockstep: a line is written only when
the one before has come back, which hangs where a command keeps lines back.
"""
import subprocess
import sys
import threading


def threads(process, lines):
    def write():
        for line in lines:
            process.stdin.write(line)
        process.stdin.close()

    writer = threading.Thread(target=write)
    writer.start()
    out = process.stdout.readlines()
    writer.join()
    return out


def lockstep(process, lines):
    out = []
    for line in lines:
        process.stdin.write(line)
        process.stdin.flush()
        if line.endswith(b"\n"):
            out.append(process.stdout.readline())
    process.stdin.close()
    return out + process.stdout.readlines()


def main():
    mode = {"threads": threads, "lockstep": lockstep}[sys.argv[1]]
    partitions, path, command = int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    with open(path, "rb") as file:
        lines = file.readlines()
    size = -(-len(lines) // partitions)
    for begin in range(0, len(lines), size):
        part = lines[begin:begin + size]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        out = mode(process, part)
        if process.wait() != 0:
            sys.exit(f"partition at line {begin}: code {process.returncode}")
        if len(out) != len(part):
            sys.exit(f"partition at line {begin}: {len(part)} lines in, {len(out)} out")
        sys.stdout.buffer.writelines(out)


if __name__ == "__main__":
    main()
