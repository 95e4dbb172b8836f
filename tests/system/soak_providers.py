"""What stands behind the soaked proxies: an HTTP and an echoing provider that count every byte and check every body.

Bodies are slices of one block of random bytes, so that both ends know them without keeping them.
"""

import hashlib
import json
import random
import re
import socket
import threading

BLOCK = random.Random(20).randbytes(8 << 20)
HEAD_LIMIT = 256 << 10


class Broken(Exception):
    """What came is not what HTTP says, or ended too early."""


def sum_of(data):
    return hashlib.sha256(data).hexdigest()


def slice_of(begin, size):
    return memoryview(BLOCK)[begin : begin + size]


def json_of(begin, size):
    """JSON of about that many bytes, the same for both ends."""
    return json.dumps({"id": begin, "kind": "slice", "text": slice_of(begin, size // 2).hex()}).encode()


def chunks_of(data, size=16384):
    for begin in range(0, len(data), size):
        piece = data[begin : begin + size]
        yield b"%x\r\n%b\r\n" % (len(piece), bytes(piece))
    yield b"0\r\n\r\n"


class Wire:
    """A socket with a buffer that counts both ways."""

    def __init__(self, connection):
        self.connection, self.buffer = connection, bytearray()
        self.sent = self.received = 0

    def send(self, data):
        self.connection.sendall(data)
        self.sent += len(data)

    def more(self):
        piece = self.connection.recv(65536)
        self.received += len(piece)
        self.buffer += piece
        return bool(piece)

    def take(self, size):
        while len(self.buffer) < size:
            if not self.more():
                raise Broken(f"the end after {len(self.buffer)} of {size} bytes")
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        return data

    def line(self):
        seen = 0
        while (end := self.buffer.find(b"\r\n", seen)) < 0:
            seen = max(0, len(self.buffer) - 1)
            if len(self.buffer) > HEAD_LIMIT or not self.more():
                raise Broken("the end inside a line")
        return self.take(end + 2)[:-2]

    def head(self):
        """The start line and the fields; None when the connection ended before it."""
        if not self.buffer and not self.more():
            return None
        start, fields = self.line().decode("latin-1"), {}
        while field := self.line():
            name, colon, value = field.decode("latin-1").partition(":")
            if not colon:
                raise Broken(f"a field without a colon: {field[:80]}")
            fields[name.lower()] = value.strip()
        return start, fields

    def chunked(self):
        body = bytearray()
        while True:
            size = self.line()
            if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", size):
                raise Broken(f"no chunk size: {size[:40]}")
            body += self.take(int(size, 16))
            if self.line() != b"":
                raise Broken("bytes behind a chunk")
            if int(size, 16) == 0:
                return bytes(body)

    def body(self, fields, until_close=False):
        if fields.get("transfer-encoding") == "chunked":
            return self.chunked()
        if "content-length" in fields:
            if not fields["content-length"].isdigit():
                raise Broken("Content-Length is no number")
            return self.take(int(fields["content-length"]))
        if not until_close:
            return b""
        while self.more():
            pass
        return self.take(len(self.buffer))


class Provider:
    """A thread for each connection; `serve(wire)` answers on it until it is over. Counts are of connections that are over."""

    def __init__(self, serve):
        self.serve, self.open, self.received, self.sent = serve, 0, 0, 0
        self.lock, self.over = threading.Lock(), False
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            if self.over:
                connection.close()
                return
            with self.lock:
                self.open += 1
            threading.Thread(target=self.handle, args=(connection,), daemon=True).start()

    def handle(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(120)
        wire = Wire(connection)
        try:
            self.serve(wire)
        except (OSError, Broken):
            pass  # what a fault did to this side; the consumer's side judges
        finally:
            connection.close()
            with self.lock:
                self.open -= 1
                self.received += wire.received
                self.sent += wire.sent

    def close(self):
        self.over = True
        with socket.create_connection(("127.0.0.1", self.port), 5):
            pass
        self.thread.join(5)
        self.listener.close()


def serve_echo(wire):
    while wire.more():
        data = wire.take(len(wire.buffer))
        wire.send(data)


def serve_http(wire):
    """Says in X-Received what came, or echoes on an upgraded connection, and answers what X-Answer asks for: "slice|json|until-close BEGIN SIZE CHUNKED"."""
    while head := wire.head():
        _, fields = head
        if "upgrade" in fields:
            wire.send(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
            wire.send(wire.take(len(wire.buffer)))
            return serve_echo(wire)
        if "expect" in fields:
            wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        received = sum_of(wire.body(fields))
        kind, begin, size, chunked = fields.get("x-answer", "slice 0 0 0").split()
        body = (json_of if kind == "json" else slice_of)(int(begin), int(size))
        media = "application/json" if kind == "json" else "application/octet-stream"
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nX-Received: {received}\r\n"
        last = fields.get("connection") == "close"
        answer += "Connection: close\r\n" if last or kind == "until-close" else ""
        if kind == "until-close":
            wire.send((answer + "\r\n").encode())
            wire.send(body)
            return
        if chunked == "1":
            wire.send((answer + "Transfer-Encoding: chunked\r\n\r\n").encode())
            for chunk in chunks_of(body):
                wire.send(chunk)
        else:
            wire.send((answer + f"Content-Length: {len(body)}\r\n\r\n").encode())
            wire.send(body)
        if last:
            return
