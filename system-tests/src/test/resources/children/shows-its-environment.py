"""Writes its environment to the file named first, one variable a line in order, and stays until a signal ends it."""

import os
import signal
import sys

with open(sys.argv[1] + ".new", "w", encoding="utf-8") as out:
    for name in sorted(os.environ):
        print(f"{name}={os.environ[name]}", file=out)
os.rename(sys.argv[1] + ".new", sys.argv[1])
signal.pause()
