"""Follows what a process writes, every byte once, also across daemons: tail.py ADDRESS PROCESS"""

import sys
import time

import grpc
from supervisord.v1 import log_pb2, log_pb2_grpc

# Otherwise the pauses between attempts to connect grow up to two minutes.
OPTIONS = [("grpc.max_reconnect_backoff_ms", 1000)]


def main(address, name):
    cursor = ""
    with grpc.insecure_channel(address, OPTIONS) as channel:
        logs = log_pb2_grpc.LogServiceStub(channel)
        while True:
            try:
                # The last ten lines; a cursor goes before that.
                for part in logs.Tail(log_pb2.TailRequest(name=name, lines=10, follow=True, cursor=cursor)):
                    sys.stdout.buffer.write(part.data)
                    sys.stdout.buffer.flush()
                    cursor = part.cursor
            except grpc.RpcError as end:
                if end.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                # No daemon: the next one goes on behind the last byte.
                time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
