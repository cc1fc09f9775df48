"""What the test receivers share: a certificate of their own, a log that tests read, and an end when the test is gone."""
import json
import os
import ssl
import subprocess
import sys
import threading


def certificate(folder, names="DNS:localhost,IP:127.0.0.1,IP:::1", days=2):
    """A self-made authority and a server certificate signed by it, which is good for so many days (-1: no more). Returns (ca, certificate, key)."""
    ca, ca_key = f"{folder}/ca.pem", f"{folder}/ca.key"
    cert, key, request = f"{folder}/server.pem", f"{folder}/server.key", f"{folder}/server.csr"
    extensions = f"{folder}/server.ext"

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=crmgoals test authority",
            "-keyout", ca_key, "-out", ca)
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-keyout", key, "-out", request)
    with open(extensions, "w") as file:
        file.write(f"subjectAltName={names}\nbasicConstraints=CA:FALSE\n")
    openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", str(days),
            "-extfile", extensions, "-out", cert)
    return ca, cert, key


def tls_context(cert, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Log:
    """One JSON object a line, written before the answer goes out."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()

    def write(self, **entry):
        with self.lock:
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()


def announce_and_wait(**facts):
    """Tells the test where this listens, and ends when the test closes our standard input (or is no more)."""
    print(json.dumps(facts), flush=True)
    sys.stdin.buffer.read()
    os._exit(0)
