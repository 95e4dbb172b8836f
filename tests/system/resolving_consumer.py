"""A service that finds its provider by the name rates.internal, at the name server that it is given: once, and keeps the
address, or for each request anew. Usage: resolving_consumer.py PORT DNS_PORT UPSTREAM_PORT once|each
"""

import http.client
import http.server
import socket
import struct
import sys

PORT, DNS, UPSTREAM = (int(word) for word in sys.argv[1:4])
PATIENCE = 0.5  # seconds, for an answer of the name server

CODES = {2: "SERVFAIL", 3: "NXDOMAIN"}


class LookupFailed(Exception):
    pass


def resolve():
    question = b"\5rates\10internal\0" + struct.pack(">2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(PATIENCE)
        asker.sendto(struct.pack(">6H", 9, 0x100, 1, 0, 0, 0) + question, ("127.0.0.1", DNS))
        try:
            answer = asker.recv(512)
        except TimeoutError:
            raise LookupFailed("silence") from None
    code = answer[3] & 15
    if code:
        raise LookupFailed(CODES.get(code, str(code)))
    return socket.inet_ntoa(answer[44:48])


KEPT = resolve() if sys.argv[4] == "once" else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def provider(self):
        connection = http.client.HTTPConnection(KEPT or resolve(), UPSTREAM, timeout=5)
        try:
            connection.request("GET", self.path)
            return connection.getresponse().status, b"{}"
        finally:
            connection.close()

    def do_GET(self):
        status, body = 204, b""
        if self.path != "/health":
            try:
                status, body = self.provider()
            except LookupFailed as failure:
                status, body = 502, b'{"lookup": "%s"}' % str(failure).encode()
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
