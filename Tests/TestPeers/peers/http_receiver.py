"""An HTTP receiver that answers as its path says, enforces Slack's documented limits, and logs what it got.

usage: http_receiver.py FOLDER [--tls] [--names SUBJECT_ALT_NAMES]
"""
import argparse
import gzip
import json
import os
import socket
import struct
import threading
import time
import urllib.parse

from common import Log, announce_and_wait, certificate, tls_context

# https://docs.slack.dev/reference/block-kit/blocks and .../messaging/incoming-webhooks
SLACK_BLOCKS = {"header", "section", "context", "divider", "actions"}


def slack_problem(body):
    """Why Slack would refuse this body, or None."""
    try:
        message = json.loads(body)
    except ValueError:
        return "invalid_payload"
    if not isinstance(message, dict):
        return "invalid_payload"
    text, blocks = message.get("text", ""), message.get("blocks", [])
    if not text and not blocks:
        return "no_text"
    if len(text) > 40000:
        return "msg_too_long"
    if len(blocks) > 50:
        return "invalid_blocks: more than 50 blocks"
    for number, block in enumerate(blocks):
        problem = slack_block_problem(block)
        if problem:
            return f"invalid_blocks: {number}: {problem}"
    return None


def slack_text_problem(text, limit, kinds):
    if not isinstance(text, dict) or text.get("type") not in kinds:
        return f"a text of one of {kinds} is needed"
    if not isinstance(text.get("text"), str) or not 1 <= len(text["text"]) <= limit:
        return f"text must be 1 to {limit} characters"
    if set(text) - {"type", "text", "emoji", "verbatim"}:
        return "unknown key in a text"
    return None


def slack_block_problem(block):
    kind = block.get("type")
    if kind not in SLACK_BLOCKS:
        return f"unknown type {kind}"
    if kind == "header":
        return slack_text_problem(block.get("text"), 150, ["plain_text"])
    if kind == "section":
        if "text" not in block and "fields" not in block:
            return "section needs text or fields"
        if "text" in block:
            problem = slack_text_problem(block["text"], 3000, ["plain_text", "mrkdwn"])
            if problem:
                return problem
        fields = block.get("fields", [])
        if "fields" in block and not 1 <= len(fields) <= 10:
            return "1 to 10 fields"
        for field in fields:
            problem = slack_text_problem(field, 2000, ["plain_text", "mrkdwn"])
            if problem:
                return "field: " + problem
    if kind == "context":
        elements = block.get("elements", [])
        if not 1 <= len(elements) <= 10:
            return "1 to 10 elements"
        for element in elements:
            problem = slack_text_problem(element, 2000, ["plain_text", "mrkdwn"])
            if problem:
                return "element: " + problem
    return None


class Connection:
    def __init__(self, sock, number, log):
        self.sock, self.number, self.log = sock, number, log
        self.buffer = b""

    def serve(self):
        try:
            while self.one_request():
                pass
        except OSError:
            pass
        finally:
            self.sock.close()

    def read_until(self, mark):
        while mark not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return None
            self.buffer += data
        head, self.buffer = self.buffer.split(mark, 1)
        return head

    def one_request(self):
        head = self.read_until(b"\r\n\r\n")
        if head is None:
            return False
        lines = head.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", "0"))
        while len(self.buffer) < length:
            self.buffer += self.sock.recv(65536)
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        self.log.write(connection=self.number, method=method, path=path, headers=headers,
                       body=body.decode("utf-8", "surrogateescape"))
        if method == "CONNECT":
            return self.reply(403)
        return self.answer(path, body)

    def reply(self, status, body=b"", **headers):
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return True

    def answer(self, path, body):
        word, _, rest = path.lstrip("/").partition("?")[0].partition("/")
        if word == "slack":
            problem = slack_problem(body)
            return self.reply(400, problem.encode()) if problem else self.reply(200, b"ok")
        if word == "status":
            return self.reply(int(rest), b"answer " + rest.encode())
        if word == "retry":
            status, _, value = rest.partition("/")
            return self.reply(int(status), b"later", Retry_After=value.replace("_", " "))
        if word == "redirect":
            return self.reply(int(rest), b"", Location="/trap")
        if word == "echo":
            return self.reply(400, b"bad request: " + path.encode() + b" " + body)
        if word == "wrong":
            return self.reply(200, b"<html>Please log in to this wonderful WLAN</html>")
        if word == "nothing":
            return False
        if word == "reset":
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        if word == "cut" and rest == "chunked":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1\n2\n\r\n")
            return False
        if word == "json":
            # What stands behind the word, decoded.
            return self.reply(200, urllib.parse.unquote_to_bytes(rest))
        if word == "lines":
            return self.reply(200, b"".join(b"%d\n" % number for number in range(int(rest))))
        if word == "cut":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok")
            return False
        if word == "stall":
            if rest == "headers":
                self.sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
            self.sock.recv(1)
            return False
        if word == "garbage":
            self.sock.sendall(b"220 this is not HTTP\r\n" * 10)
            return False
        if word == "endless":
            return self.endless(rest)
        if word == "slow":
            time.sleep(float(rest))
            return self.reply(200, b"ok")
        return self.reply(200, b"ok" if word != "empty" else b"")

    def endless(self, what):
        if what == "headers":
            self.sock.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.sock.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")
        status = int(what) if what.isdigit() else 200
        head = f"HTTP/1.1 {status} X\r\nTransfer-Encoding: chunked\r\n"
        chunk = b"x" * 4096
        if what == "gzip":
            head += "Content-Encoding: gzip\r\n"
            chunk = gzip.compress(b"\0" * 10_000_000)
        self.sock.sendall(head.encode() + b"\r\n")
        while True:
            self.sock.sendall(b"%x\r\n" % len(chunk) + chunk + b"\r\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--names", default="DNS:localhost,IP:127.0.0.1,IP:::1")
    options = parser.parse_args()
    ca, context = None, None
    if options.tls:
        ca, cert, key = certificate(options.folder, options.names)
        context = tls_context(cert, key)
    log = Log(os.path.join(options.folder, "log"))
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)

    def serve(sock, number):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context:
            try:
                sock = context.wrap_socket(sock, server_side=True)
            except OSError:
                sock.close()
                return
        Connection(sock, number, log).serve()

    def accept():
        number = 0
        while True:
            sock, _ = listener.accept()
            number += 1
            threading.Thread(target=serve, args=(sock, number), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    announce_and_wait(port=listener.getsockname()[1], ca=ca)


main()
