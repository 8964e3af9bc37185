"""Writes numbered lines, so many a second at most: DIRECTORY NAME LEAST [A_SECOND], by default a hundred thousand.

Lines are `NAME NUMBER` and dots, 40 bytes each, some by themselves, some in blocks, some in two pieces. It ends when it has written LEAST
lines and the file `enough` is there; then `NAME.count` tells how many.
"""

import os
import random
import sys
import time

directory, name, least = sys.argv[1], sys.argv[2], int(sys.argv[3])
a_second = int(sys.argv[4]) if len(sys.argv) > 4 else 100_000
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
    time.sleep(batch / a_second)
with open(f"{directory}/{name}.count", "w") as file:
    file.write(str(count))
