"""Writes numbered lines, a hundred thousand a second at most: DIRECTORY NAME LEAST.

Lines are `NAME NUMBER` and dots, 40 bytes each, some by themselves, some in blocks, some in two pieces. It ends when it has written LEAST
lines and the file `enough` is there; then `NAME.count` tells how many.
"""

import os
import random
import sys
import time

directory, name, least = sys.argv[1], sys.argv[2], int(sys.argv[3])
choice = random.Random(name)


def write(block):
    while block:
        block = block[os.write(1, block) :]


count = 0
while count < least or not os.path.exists(f"{directory}/enough"):
    batch = choice.choice((1, 10, 150, 200))
    lines = [f"{name} {number:010d} ".ljust(39, ".") + "\n" for number in range(count, count + batch)]
    block = "".join(lines).encode()
    cut = choice.randrange(len(block))
    write(block[:cut])
    write(block[cut:])
    count += batch
    time.sleep(batch / 100_000)
with open(f"{directory}/{name}.count", "w") as file:
    file.write(str(count))
