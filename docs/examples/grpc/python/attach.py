"""Passes lines on to a process and prints what it writes, until its run is over: attach.py ADDRESS PROCESS"""

import sys

import grpc
from supervisord.v1 import attach_pb2, attach_pb2_grpc


def requests(name):
    yield attach_pb2.AttachRequest(opening=attach_pb2.AttachOpening(name=name, input=True, bytes=1024))
    for line in sys.stdin.buffer:
        yield attach_pb2.AttachRequest(input=line)


def main(address, name):
    with grpc.insecure_channel(address) as channel:
        for answer in attach_pb2_grpc.AttachServiceStub(channel).Attach(requests(name)):
            if answer.HasField("output"):
                sys.stdout.buffer.write(answer.output.data)
                sys.stdout.buffer.flush()
            elif answer.HasField("ended"):
                how = answer.ended.exit
                print("exited", how.code if how.HasField("code") else how.signal.name, flush=True)
            elif answer.HasField("opened") and answer.opened.input_refused:
                print("no input:", answer.opened.input_refused, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
