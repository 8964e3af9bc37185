"""Lists processes and their states: list.py ADDRESS [SELECTOR...]"""

import sys

import grpc
from supervisord.v1 import process_pb2, process_pb2_grpc


def main(address, selectors):
    with grpc.insecure_channel(address) as channel:
        processes = process_pb2_grpc.ProcessServiceStub(channel)
        status = processes.GetStatus(process_pb2.GetStatusRequest(selectors=selectors), timeout=10)
    for process in status.processes:
        state = process_pb2.ProcessState.Name(process.state).replace("PROCESS_STATE_", "")
        print(f"{process.group}:{process.process} {state} {process.pid or '-'}")
    for unknown in status.unknown:
        print(f"{unknown.name}: fits no process", file=sys.stderr)
    return 1 if status.unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
