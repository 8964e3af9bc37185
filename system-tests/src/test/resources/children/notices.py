"""Listens at the datagram socket named first, as systemd does, and appends what comes to the file named second."""

import socket
import sys

listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
listening.bind(sys.argv[1])
with open(sys.argv[2], "a") as out:
    while True:
        out.write(listening.recv(4096).decode())
        out.flush()
