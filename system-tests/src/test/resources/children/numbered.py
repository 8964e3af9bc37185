"""Writes numbered lines, two hundred a second in bursts of four, until SIGTERM or the end of its life: DIRECTORY NAME SECONDS (0: for ever).

There must be one copy at a time: it holds a lock, and says in the file `twice` when somebody else has it. Its pid goes to
`NAME.runs`, a line for each run. Lines are `NAME RUN NUMBER`, the last one `NAME RUN end COUNT`.
"""

import fcntl
import os
import signal
import sys
import time

ended = False


def end(*_):
    global ended
    ended = True


signal.signal(signal.SIGTERM, end)
directory, name, life = sys.argv[1], sys.argv[2], float(sys.argv[3])
lock = open(f"{directory}/{name}.lock", "w")
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    with open(f"{directory}/twice", "a") as twice:
        twice.write(f"{os.getpid()} is a second copy of {name}\n")
    sys.exit(1)
with open(f"{directory}/{name}.runs", "a+") as runs:
    runs.write(f"{os.getpid()}\n")
    runs.flush()
    runs.seek(0)
    run = len(runs.readlines())
number = 0
until = time.monotonic() + life
while not ended and (life == 0 or time.monotonic() < until):
    os.write(1, f"{name} {run} {number} {'.' * 80}\n".encode())
    number += 1
    if number % 4 == 0:
        time.sleep(0.02)
os.write(1, f"{name} {run} end {number}\n".encode())
