"""The current ClickHouse engine (PyPI's chdb, which has no server) behind as much of ClickHouse's HTTP interface as the tests need.

Usage: chdb_front.py FOLDER

Users, without passwords: admin may write, reader may not (readonly = 2), strict may not and may set nothing (readonly = 1). What the front
does itself is what a server does outside the engine: it lets users in, and turns parameters into settings.
"""

import argparse
import os
import re
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chdb import session

from common import announce_and_wait

USERS = {"admin": 0, "reader": 2, "strict": 1}
PARAMETERS = {"database", "wait_end_of_query", "default_format", "query"}
FORMATS = "TabSeparatedWithNamesAndTypes"


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


class Engine:
    """One session, one query at a time: chdb has no more in a process."""

    def __init__(self, folder):
        self.session = session.Session(os.path.join(folder, "chdb"))
        self.lock = threading.Lock()
        self.database = None

    def answer(self, sql, user, parameters):
        if user not in USERS:
            raise Refusal(403, 516, f"{user}: Authentication failed: password is incorrect, or there is no user with such name.")
        readonly = USERS[user]
        settings = {name: value for name, value in parameters.items() if name not in PARAMETERS}
        if settings and readonly == 1:
            raise Refusal(500, 164, f"Cannot modify '{next(iter(settings))}' setting in readonly mode. (READONLY)")
        if readonly and settings.get("readonly", str(readonly)) != str(readonly):
            raise Refusal(500, 164, "Cannot modify 'readonly' setting in readonly mode. (READONLY)")
        if readonly:
            settings["readonly"] = str(readonly)
        is_query = re.match(r"\s*(SELECT|WITH|SHOW)\b", sql, re.IGNORECASE) is not None
        if int(settings.get("readonly", "0")) and not is_query:
            raise Refusal(500, 164, "Cannot execute query in readonly mode. (READONLY)")
        if is_query and re.match(r"\s*SHOW\b", sql, re.IGNORECASE) is None and settings:
            # The engine knows numbers and texts apart by their quotes.
            listed = ", ".join(
                f"{name} = {value}" if re.fullmatch(r"\d+", value) else f"{name} = '" + value.replace("\\", "\\\\") + "'"
                for name, value in settings.items()
            )
            sql += f"\nSETTINGS {listed}"
        with self.lock:
            database = parameters.get("database", "default")
            if database != self.database:
                self.run(f"USE `{database}`", "Null")
                self.database = database
            return self.run(sql, parameters.get("default_format", "TabSeparated"))

    def run(self, sql, output):
        try:
            return self.session.query(sql, output).bytes()
        except Exception as error:
            text = str(error)
            code = re.search(r"Code: (\d+)", text)
            raise Refusal(500, int(code.group(1)) if code else 1002, re.sub(r"^.*?DB::Exception: ", "", text, flags=re.DOTALL)) from error


class Server(ThreadingHTTPServer):
    # While the engine computes, nobody else of this process does: connections wait in the system meanwhile.
    request_queue_size = 512
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    engine = None

    def do_POST(self):
        parameters = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        sql = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        try:
            self.reply(200, self.engine.answer(sql, self.headers.get("X-ClickHouse-User", "default"), parameters))
        except Refusal as refusal:
            text = f"Code: {refusal.code}. DB::Exception: {refusal} (version 26.9.2.1)\n"
            self.reply(refusal.status, text.encode(), refusal.code)

    def reply(self, status, body, code=None):
        self.send_response(status)
        self.send_header("Content-Type", "text/tab-separated-values; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        if code is not None:
            self.send_header("X-ClickHouse-Exception-Code", str(code))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    options = parser.parse_args()
    Handler.engine = Engine(options.folder)
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    announce_and_wait(port=server.server_address[1])


main()
