"""A way to a real ClickHouse on which something goes wrong: what, the file `fault` in the folder says, as of each request.

Usage: clickhouse_proxy.py FOLDER UPSTREAM [--tls] [--expired]      UPSTREAM is http://HOST:PORT

pass (the default), cut (half of the answer, then nothing), short (half of it, and said to be all), exception (half of it, then what ClickHouse
writes when something happens after the status), coded (the same told in a header), marked (as ClickHouse 25 and later write it), stall,
drop (the connection ends without an answer), html, redirect.
"""

import argparse
import os
import socket
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from common import announce_and_wait, certificate, tls_context

OLD = b"Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded, e.what() = DB::Exception\n"
NEW = b"__exception__\r\nabcdefgh\r\nCode: 241. DB::Exception: Memory limit (for query) exceeded. (MEMORY_LIMIT_EXCEEDED)\r\n98 abcdefgh\r\n__exception__\r\n"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder, upstream = "", ""

    def do_POST(self):
        fault = "pass"
        path = os.path.join(self.folder, "fault")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                fault = file.read().strip()
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if fault == "drop":
            return self.end()
        if fault == "stall":
            self.connection.recv(1)
            return self.end()
        if fault == "html":
            return self.answer(200, b"<!doctype html><title>Log in</title>", {"Content-Type": "text/html"})
        if fault == "redirect":
            return self.answer(307, b"", {"Location": "http://127.0.0.1:1/trap"})
        status, answer, headers = self.ask(body)
        if fault == "pass" or status != 200:
            return self.answer(status, answer, headers)
        half = answer[: len(answer) - len(answer.splitlines(keepends=True)[-1]) // 2 - 1]
        if fault == "cut":
            self.head(200, {"Transfer-Encoding": "chunked"})
            self.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
            return self.end()
        if fault == "short":
            return self.answer(200, half, {})
        if fault == "coded":
            return self.answer(200, half + OLD, {"X-ClickHouse-Exception-Code": "241"})
        return self.answer(200, half + (NEW if fault == "marked" else OLD), {})

    def ask(self, body):
        names = ("X-ClickHouse-User", "X-ClickHouse-Key")
        headers = {name: self.headers[name] for name in names if self.headers[name] is not None}
        request = urllib.request.Request(self.upstream + self.path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request) as reply:
                return reply.status, reply.read(), {}
        except urllib.error.HTTPError as error:
            return error.code, error.read(), {}

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def answer(self, status, body, headers):
        self.head(status, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def end(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("upstream")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--expired", action="store_true")
    options = parser.parse_args()
    Handler.folder, Handler.upstream = options.folder, options.upstream
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    ca = None
    if options.tls:
        ca, cert, key = certificate(options.folder, days=-1 if options.expired else 2)
        server.socket = tls_context(cert, key).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    announce_and_wait(port=server.server_address[1], ca=ca)


main()
