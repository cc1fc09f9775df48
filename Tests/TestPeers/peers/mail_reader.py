"""Reads a mail on standard input with Python's own parser, and writes what it found as JSON."""
import email
import email.policy
import json
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)
parts = [
    {"type": part.get_content_type(), "text": part.get_content(), "defects": [str(d) for d in part.defects]}
    for part in message.walk() if not part.is_multipart()
]
print(json.dumps({
    "headers": [{"name": name, "value": str(value)} for name, value in message.items()],
    "type": message.get_content_type(),
    "parts": parts,
    "defects": [str(d) for d in message.defects] + [f"{n}: {d}" for n, v in message.items() for d in v.defects],
    "longest_line": max(len(line) for line in raw.split(b"\r\n")),
    "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
    "is_ascii": raw.isascii(),
    "from": [[a.display_name, a.addr_spec] for a in message["From"].addresses],
    "to": [[a.display_name, a.addr_spec] for a in message["To"].addresses],
}))
