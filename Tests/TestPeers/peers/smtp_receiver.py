"""A mail server that misbehaves on demand. Real mail goes to a real server; this one is for faults that no real one has to order.

usage: smtp_receiver.py FOLDER [options]

Recipients: `refused...@` gets 550, `later...@` 451, all others are taken. Each message taken goes to FOLDER/mail.N (the envelope in the log).
"""
import argparse
import base64
import os
import socket
import threading

from common import Log, announce_and_wait, certificate, tls_context


class Session:
    def __init__(self, sock, number, options, context, log, folder):
        self.sock, self.number, self.options, self.context = sock, number, options, context
        self.log, self.folder = log, folder
        self.file = sock.makefile("rb")
        self.secure = options.implicit
        self.recipients, self.sender, self.user = [], None, None

    def say(self, line):
        self.sock.sendall(line.encode() + b"\r\n")

    def serve(self):
        try:
            if self.options.greeting:
                self.say(self.options.greeting)
                if not self.options.greeting.startswith("220"):
                    return
            else:
                self.say("220-localhost receiver")
                self.say("220 ready")
            while True:
                line = self.file.readline()
                if not line or not self.command(line.decode("utf-8", "replace").rstrip("\r\n")):
                    return
        except OSError:
            pass
        finally:
            self.sock.close()

    def command(self, line):
        verb = line.split(" ")[0].upper()
        self.log.write(connection=self.number, secure=self.secure, line=line if verb != "AUTH" else "AUTH")
        if verb == self.options.stall_at:
            self.sock.recv(1)
            return False
        if verb == self.options.drop_at:
            return False
        answer = dict(part.split("=", 1) for part in self.options.answer).get(verb)
        if answer:
            self.say(answer)
            return True
        return getattr(self, "on_" + verb.lower(), self.unknown)(line)

    def unknown(self, line):
        self.say("500 what?")
        return True

    def on_ehlo(self, line):
        self.say("250-localhost")
        self.say("250-SIZE 1000000")
        if not self.options.no_starttls and not self.secure:
            self.say("250-STARTTLS")
        if self.options.auth:
            self.say("250-AUTH PLAIN LOGIN")
        self.say("250 8BITMIME")
        return True

    def on_starttls(self, line):
        self.say("220 go ahead")
        self.sock = self.context.wrap_socket(self.sock, server_side=True)
        self.file = self.sock.makefile("rb")
        self.secure = True
        return True

    def on_auth(self, line):
        words = line.split(" ")
        given = words[2] if len(words) > 2 else None
        if given is None:
            self.say("334 ")
            given = self.file.readline().decode().strip()
        _, user, password = base64.b64decode(given).decode().split("\0")
        if f"{user}:{password}" == self.options.auth:
            self.user = user
            self.say("235 welcome")
        else:
            self.say("535 5.7.8 no such user or password")
        return True

    def on_mail(self, line):
        if self.options.auth and not self.user:
            self.say("530 5.7.0 authentication required")
            return True
        self.sender, self.recipients = line, []
        self.say("250 ok")
        return True

    def on_rcpt(self, line):
        address = line.split("<", 1)[1].split(">", 1)[0]
        if address.startswith("refused"):
            self.say("550-5.1.1 there is nobody")
            self.say("550 5.1.1 of that name here")
        elif address.startswith("later"):
            self.say("451 4.7.1 greylisted, come back later")
        else:
            self.recipients.append(address)
            self.say("250 ok")
        return True

    def on_data(self, line):
        if not self.recipients:
            self.say("503 no recipients")
            return True
        self.say("354 go on")
        raw = b""
        while True:
            line = self.file.readline()
            if not line:
                return False
            if line == b".\r\n":
                break
            raw += line[1:] if line.startswith(b".") else line
        if self.options.after_data == "drop":
            return False
        if self.options.after_data:
            self.say(self.options.after_data)
            return True
        with open(os.path.join(self.folder, f"mail.{self.number}.{len(os.listdir(self.folder))}"), "wb") as file:
            file.write(raw)
        self.log.write(connection=self.number, accepted=self.recipients, user=self.user, size=len(raw))
        self.say("250 2.0.0 taken")
        return True

    def on_rset(self, line):
        self.say("250 ok")
        return True

    def on_quit(self, line):
        self.say("221 bye")
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--implicit", action="store_true", help="TLS from the first byte")
    parser.add_argument("--no-starttls", action="store_true")
    parser.add_argument("--auth", help="user:password")
    parser.add_argument("--greeting")
    parser.add_argument("--answer", action="append", default=[], metavar="VERB=LINE")
    parser.add_argument("--after-data")
    parser.add_argument("--stall-at")
    parser.add_argument("--drop-at")
    options = parser.parse_args()
    ca, cert, key = certificate(options.folder)
    context = tls_context(cert, key)
    log = Log(os.path.join(options.folder, "log"))
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(sock, number):
        if options.implicit:
            try:
                sock = context.wrap_socket(sock, server_side=True)
            except OSError:
                return
        Session(sock, number, options, context, log, options.folder).serve()

    def accept():
        number = 0
        while True:
            sock, _ = listener.accept()
            number += 1
            threading.Thread(target=serve, args=(sock, number), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    announce_and_wait(port=listener.getsockname()[1], ca=ca)


main()
