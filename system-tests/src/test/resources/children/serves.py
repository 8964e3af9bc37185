# Answers HTTP on the socket that it was given (LISTEN_FDS), one request at a time.
import socket

listening = socket.socket(fileno=3)
while True:
    client, _ = listening.accept()
    try:
        client.recv(1000)
        client.sendall(b"HTTP/1.0 200 OK\r\n\r\nhello from serves.py\n")
        client.close()
    except OSError:
        pass  # this client did not wait; others do
