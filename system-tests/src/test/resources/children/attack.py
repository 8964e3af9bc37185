"""Tries as an ordinary user to signal, read or trace a process and its threads: attack.py PID SECONDS REPORT ENOUGH

It ends when it could, when that is gone, or when so many seconds are over and the file ENOUGH is there.
"""

import ctypes
import os
import sys
import time

PTRACE_SEIZE = 0x4206

victim, seconds, report, enough = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4]
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
tries = 0


def tell(text):
    with open(report, "w") as out:
        out.write(text + "\n")
    sys.exit(0)


tell_at = time.monotonic() + seconds
while time.monotonic() < tell_at or not os.path.exists(enough):
    try:
        threads = os.listdir(f"/proc/{victim}/task")
    except FileNotFoundError:
        tell(f"the daemon is gone after {tries} tries")
    for thread in threads:
        tries += 1
        try:
            os.kill(int(thread), 9)
            tell(f"thread {thread} could be killed after {tries} tries")
        except (PermissionError, ProcessLookupError):
            pass
    for name in ("mem", "environ", "maps", "fd"):
        try:
            if name == "fd":
                os.listdir(f"/proc/{victim}/fd")
            else:
                open(f"/proc/{victim}/{name}", "rb").read(1)
            tell(f"{name} could be read after {tries} tries")
        except PermissionError:
            pass
    if libc.ptrace(PTRACE_SEIZE, victim, None, None) == 0:
        tell(f"it could be traced after {tries} tries")
tell(f"nothing in {tries} tries")
