"""The smallest WSGI application, for gunicorn and uWSGI."""

import os


def application(environ, start_response):
    name = os.environ.get("SUPERVISOR_PROCESS_NAME", "nobody in particular")
    body = f"hello from {name}, pid {os.getpid()}\n".encode()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
