"""Listens on a port of the loopback address for ever: FILE PORT. Its pid goes to the file, a line for each copy that could listen."""

import os
import signal
import socket
import sys

listening = socket.socket()
# Another copy could listen beside it: nothing but its supervisor keeps that from happening.
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
listening.bind(("127.0.0.1", int(sys.argv[2])))
listening.listen()
with open(sys.argv[1], "a") as copies:
    copies.write(f"{os.getpid()}\n")
signal.pause()
