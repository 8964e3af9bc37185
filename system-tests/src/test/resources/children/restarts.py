"""Restarts a server as a supervisor does that does nothing else: what a restart takes on this machine now, whoever does it.

restarts.py PID PORT runs what the process PID runs, with a listening socket of its own on that port as descriptor 3. At SIGHUP it
ends that by SIGTERM, starts it again and writes "restarted"; at SIGTERM it ends it and itself.
"""

import os
import signal
import socket
import sys


def strings(pid, file):
    with open(f"/proc/{pid}/{file}", "rb") as content:
        return content.read().rstrip(b"\0").split(b"\0")


def start(words, directory, environment):
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if b"LISTEN_PID" in environment:
            environment[b"LISTEN_PID"] = str(os.getpid()).encode()
        os.chdir(directory)
        os.execvpe(words[0], words, environment)
    return pid


def end(pid):
    os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)


model, port = sys.argv[1:]
listener = socket.create_server(("127.0.0.1", int(port)), backlog=1000)
os.dup2(listener.fileno(), 3)
os.set_inheritable(3, True)
server = (
    strings(model, "cmdline"),
    os.readlink(f"/proc/{model}/cwd"),
    dict(entry.split(b"=", 1) for entry in strings(model, "environ")),
)
awaited = [signal.SIGHUP, signal.SIGTERM]
signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
running = start(*server)
while signal.sigwait(awaited) == signal.SIGHUP:
    end(running)
    running = start(*server)
    print("restarted", flush=True)
end(running)
