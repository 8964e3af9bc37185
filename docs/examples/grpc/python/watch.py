"""Tells the state of processes and every change, also across daemons: watch.py ADDRESS [SELECTOR...]"""

import sys
import time

import grpc
from supervisord.v1 import process_pb2, process_pb2_grpc

# Otherwise the pauses between attempts to connect grow up to two minutes.
OPTIONS = [("grpc.max_reconnect_backoff_ms", 1000)]


def main(address, selectors):
    revision = 0
    with grpc.insecure_channel(address, OPTIONS) as channel:
        processes = process_pb2_grpc.ProcessServiceStub(channel)
        while True:
            try:
                for update in processes.Watch(process_pb2.WatchRequest(selectors=selectors, revision=revision)):
                    show(update)
                    revision = update.revision
            except grpc.RpcError as end:
                if end.code() != grpc.StatusCode.UNAVAILABLE:
                    raise
                # No daemon: the next one, or this one after its upgrade, goes on from the last revision.
                time.sleep(1)


def show(update):
    if update.snapshot:
        print("all:", flush=True)
    for name in update.removed:
        print(name, "removed", flush=True)
    for process in update.processes:
        state = process_pb2.ProcessState.Name(process.state).replace("PROCESS_STATE_", "")
        print(f"{process.group}:{process.process} {state} {process.pid or '-'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
