"""In the place of systemd: takes the datagrams that a service sends to $NOTIFY_SOCKET, and logs them.

usage: notify_receiver.py FOLDER     the socket is FOLDER/notify
"""
import os
import socket
import sys
import threading

from common import Log, announce_and_wait

folder = sys.argv[1]
log = Log(os.path.join(folder, "log"))
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(os.path.join(folder, "notify"))


def receive():
    while True:
        log.write(message=receiver.recv(65536).decode())


threading.Thread(target=receive, daemon=True).start()
announce_and_wait(port=0)
