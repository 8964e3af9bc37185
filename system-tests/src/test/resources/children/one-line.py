"""Writes a line of so many million bytes, and one that says `end`: MILLIONS."""

import os
import sys

for _ in range(int(sys.argv[1])):
    block = b"x" * 1_000_000
    while block:
        block = block[os.write(1, block) :]
os.write(1, b"\nend\n")
