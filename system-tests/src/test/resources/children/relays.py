"""Passes on what it gets at one unix socket to another, as the user it runs as: relays.py LISTEN TARGET"""
import os
import socket
import sys
import threading


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # one of them has gone, and the other is told below
    finally:
        source.close()


server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1] + ".new")
server.listen(100)
os.rename(sys.argv[1] + ".new", sys.argv[1])  # who finds it can connect
while True:
    client, _ = server.accept()
    daemon = socket.socket(socket.AF_UNIX)
    daemon.connect(sys.argv[2])
    threading.Thread(target=copy, args=(client, daemon), daemon=True).start()
    threading.Thread(target=copy, args=(daemon, client), daemon=True).start()
