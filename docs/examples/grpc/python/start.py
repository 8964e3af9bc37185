"""Starts processes and waits until each is RUNNING or has failed: start.py ADDRESS SELECTOR..."""

import sys

import grpc
from supervisord.v1 import process_pb2, process_pb2_grpc

UP = (process_pb2.RESULT_CODE_STARTED, process_pb2.RESULT_CODE_ALREADY_STARTED)


def main(address, selectors):
    with grpc.insecure_channel(address) as channel:
        processes = process_pb2_grpc.ProcessServiceStub(channel)
        try:
            answer = processes.Start(process_pb2.StartRequest(selectors=selectors), timeout=60)
        except grpc.RpcError as refusal:
            # The call as a whole: no daemon, no permission, no time. After DEADLINE_EXCEEDED the starts go on.
            print(f"{refusal.code().name}: {refusal.details()}", file=sys.stderr)
            return 2
    for result in answer.results:
        print(result.name, process_pb2.ResultCode.Name(result.code).replace("RESULT_CODE_", ""), result.detail)
    return 0 if all(result.code in UP for result in answer.results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
