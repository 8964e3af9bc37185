"""A web server that says hello and where from. Usage: hello.py PORT"""

import http.server
import os
import signal
import sys


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = os.environ.get("SUPERVISOR_PROCESS_NAME", "nobody in particular")
        body = f"{os.environ.get('GREETING', 'hello')} from {name}, pid {os.getpid()}\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


port = int(sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Hello)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print(f"listening on port {port}")
server.serve_forever()
