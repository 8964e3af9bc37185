"""Writes to standard output what it was given at its launch, a line `NAME: VALUE` for each thing, and stays."""

import os
import resource
import signal
import socket
import subprocess

status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
limits = ("cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending",
          "msgqueue", "nice", "rtprio", "rttime")
mask = os.umask(0)
facts = {
    "uid": " ".join(sorted(set(status["Uid"].split()))),
    "gid": " ".join(sorted(set(status["Gid"].split()))),
    "groups": " ".join(sorted(status["Groups"].split(), key=int)),
    "login": " ".join(os.environ.get(name, "-") for name in ("HOME", "USER", "LOGNAME", "SHELL")),
    "no_new_privs": status["NoNewPrivs"],
    "umask": f"{mask:04o}",
    "nice": os.nice(0),
    "ionice": subprocess.run(["ionice"], capture_output=True, text=True).stdout.strip(),
    "cpus": ",".join(map(str, sorted(os.sched_getaffinity(0)))),
    "oom": open("/proc/self/oom_score_adj").read().strip(),
    "directory": os.getcwd(),
    "variables": " ".join(sorted(os.environ)),
    "stdin": os.readlink("/proc/self/fd/0").split(":")[0].rstrip("0123456789"),
    "terminal": "none",
    "session": os.getsid(0) == os.getpid() == os.getpgrp(),
    "listens": "none",
}
for number, name in enumerate(limits):
    facts["limit " + name] = ":".join("unlimited" if value < 0 else str(value) for value in resource.getrlimit(number))
try:
    with open("/dev/tty") as tty:
        facts["terminal"] = all(os.isatty(fd) for fd in range(3)) and os.tcgetpgrp(tty.fileno()) == os.getpid()
except OSError:
    pass
if os.environ.get("LISTEN_PID") == str(os.getpid()):
    names = os.environ["LISTEN_FDNAMES"].split(":")
    facts["listens"] = " ".join(
        f"{name}={socket.socket(fileno=3 + i).getsockname()[1]}" for i, name in enumerate(names))
for name, value in facts.items():
    print(f"{name}: {value}")
print("end", flush=True)
signal.pause()
