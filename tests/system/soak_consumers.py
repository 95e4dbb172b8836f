"""The consumers of the soaked proxies: http on kept and on new connections, echo streams, over TLS and without.

Calm consumers come from 127.0.0.1 and must never see anything wrong; stormy ones come from 127.0.0.2, where faults may
strike them, and need only come to an end.
"""

import random
import socket
import ssl
import threading
import time
import uuid

from soak_providers import Broken, Wire, chunks_of, json_of, slice_of, sum_of

CALM, STORMY = "127.0.0.1", "127.0.0.2"
CALM_PATIENCE = 60
TROUBLES = (OSError, Broken, ValueError)  # what faults may do to a client; ssl.SSLError is an OSError


class HungUp(Exception):
    """The consumer did not wait for the rest."""


class Call:
    """One request, or one stream. `trouble` is None when every byte was as it should be."""

    def __init__(self, edge, source, first):
        self.edge, self.source, self.first = edge, source, first  # first: on its connection
        self.begin, self.end = time.monotonic(), None
        self.trace, self.trouble, self.hung_up = uuid.uuid4().hex, None, False


class Consumer(threading.Thread):
    """Calls one edge again and again until it is told to stop. `ended(call)` gets every call that is over."""

    def __init__(self, edge, port, source, seed, pause, ended, keeps=0.5, tls=False):
        super().__init__(daemon=True, name=f"{edge} from {source}")
        self.edge, self.port, self.source, self.pause, self.ended = edge, port, source, pause, ended
        self.random, self.keeps = random.Random(f"{seed} {self.name} {pause} {keeps}"), keeps
        self.over = threading.Event()
        self.wire, self.call = None, None  # what is open, what is under way
        self.connections = self.calls = self.sent = self.received = 0
        self.tls = ssl.create_default_context() if tls else None
        if tls:
            self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE

    def run(self):
        while not self.over.wait(self.random.expovariate(1 / self.pause)):
            first = self.wire is None
            call = self.call = Call(self.edge, self.source, first)
            try:
                if first:
                    self.open()
                self.exchange(call)
            except HungUp:
                call.trouble, call.hung_up = "hung up", True
            except TROUBLES as trouble:
                call.trouble = f"{type(trouble).__name__}: {trouble}"
            call.end = time.monotonic()
            self.call = None
            self.calls += 1
            if call.trouble or self.random.random() > self.keeps:
                self.close()
            self.ended(call)
        self.close()

    def open(self):
        patience = CALM_PATIENCE if self.source == CALM else self.random.uniform(5, 10)
        connection = socket.create_connection(("127.0.0.1", self.port), patience, (self.source, 0))
        self.connections += 1
        self.wire = Wire(connection)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls:
            self.wire.connection = self.tls.wrap_socket(connection, server_hostname="soak.test")

    def close(self):
        wire, self.wire = self.wire, None
        if wire is not None:
            wire.connection.close()
            self.sent += wire.sent
            self.received += wire.received

    def give_up_sending(self):
        """From another thread: a FIN, without TLS's goodbye; the other side has to end now."""
        wire = self.wire
        if wire is not None:
            try:
                socket.socket.shutdown(wire.connection, socket.SHUT_WR)
            except OSError:
                pass

    def may_hang_up(self):
        if self.source == STORMY and self.random.random() < 0.02:
            raise HungUp

    def size(self):
        """Mostly small, some of tens of KB, a few of MBs."""
        kind = self.random.random()
        bound = 2 << 10 if kind < 0.75 else 64 << 10 if kind < 0.985 else 4 << 20
        return self.random.randrange(bound)

    def slice(self, size):
        return self.random.randrange((8 << 20) - size), size

    def expect(self, holds, what):
        if not holds:
            raise Broken(what)


class HttpConsumer(Consumer):
    """Requests of every shape; now and then two at once, or a tunnel."""

    PATHS = ("/orders", "/orders/7", "/stock")

    def exchange(self, call):
        kind = self.random.random()
        if kind < 0.03:
            return self.tunnel(call)
        if kind < 0.06:
            return self.pipeline()
        self.request(call)

    def tunnel(self, call):
        head = f"GET /tunnel HTTP/1.1\r\nHost: soak\r\n{self.traced(call)}\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
        self.wire.send(head.encode())
        start, _ = self.answer_head()
        self.expect(start == "HTTP/1.1 101 Switching Protocols", f"answered {start}")
        echo(self, self.random.randrange(1, 5))
        if not self.tls:
            self.wire.connection.shutdown(socket.SHUT_WR)
            self.expect(not self.wire.more(), "bytes behind the end")
        self.close()

    def pipeline(self):
        begin, size = self.slice(self.random.randrange(2000))
        one = f"GET /stock HTTP/1.1\r\nHost: soak\r\nX-Answer: slice {begin} {size} 0\r\n\r\n".encode()
        self.wire.send(one * 2)
        self.calls += 1  # beside the one that every exchange is
        for _ in range(2):
            start, fields = self.answer_head()
            self.expect(start == "HTTP/1.1 200 OK", f"answered {start}")
            self.expect(self.wire.body(fields) == slice_of(begin, size), "another body came")

    def traced(self, call):
        return f"traceparent: 00-{call.trace}-{call.trace[:16]}-01"

    def request(self, call):
        draw, wire = self.random, self.wire
        body = slice_of(*self.slice(self.size())) if draw.random() < 0.5 else b""
        if body and draw.random() < 0.3:
            body = json_of(draw.randrange(1000), min(len(body), 65536))
        kind = draw.choices(("slice", "json", "until-close"), (60, 35, 5))[0]
        begin, size = self.slice(self.size() if kind == "slice" else self.size() % 65536)
        chunked_up, chunked_down, waits = draw.random() < 0.3, draw.random() < 0.3, bool(body) and draw.random() < 0.1
        path = draw.choice(self.PATHS)
        lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: soak", self.traced(call)]
        lines.append(f"X-Answer: {kind} {begin} {size} {int(chunked_down)}")
        if body:
            lines.append("Transfer-Encoding: chunked" if chunked_up else f"Content-Length: {len(body)}")
        if waits:
            lines.append("Expect: 100-continue")
        if draw.random() < 0.2:
            lines.append("X-Storm: yes")
        wire.send(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = self.answer_head() if waits else None
        if waits and answer[0].startswith("HTTP/1.1 100"):
            answer = None
        if body and answer is None:
            for piece in chunks_of(body) if chunked_up else [body]:
                wire.send(piece)
        self.may_hang_up()
        while answer is None or answer[0].startswith("HTTP/1.1 1"):
            answer = self.answer_head()
        self.may_hang_up()
        start, fields = answer
        got = wire.body(fields, until_close=True)
        wanted = (json_of if kind == "json" else slice_of)(begin, size)
        self.expect(start == "HTTP/1.1 200 OK", f"answered {start}")
        self.expect(fields.get("x-received") == sum_of(body), "the provider got another body")
        self.expect(sum_of(got) == sum_of(wanted), f"another body came: {len(got)} bytes in place of {len(wanted)}")
        self.expect(not wire.buffer, f"{len(wire.buffer)} bytes behind the answer")
        if fields.get("connection") == "close":
            self.close()

    def answer_head(self):
        answer = self.wire.head()
        self.expect(answer is not None, "the end in place of an answer")
        return answer


def echo(consumer, times):
    """Pieces that must come back, with pauses."""
    for _ in range(times):
        data = slice_of(*consumer.slice(min(consumer.size(), 1 << 20)))
        for begin in range(0, len(data), 65536):
            piece = data[begin : begin + 65536]
            consumer.wire.send(piece)
            consumer.may_hang_up()
            consumer.expect(consumer.wire.take(len(piece)) == piece, "other bytes came back")
        if consumer.over.wait(consumer.random.expovariate(10)):
            return


class StreamConsumer(Consumer):
    """A stream of its own for each call, then both ends."""

    def exchange(self, call):
        echo(self, self.random.randrange(1, 12))
        self.wire.connection.shutdown(socket.SHUT_WR)
        self.expect(not self.wire.more(), "bytes behind the end")
        self.close()


def consumers(edges, seed, load, ended):
    """The mixed load on edges that have name, port, protocol, tls and storms (whether stormy consumers call them)."""
    made = []
    for edge in edges:
        kind = StreamConsumer if edge.protocol == "tcp" else HttpConsumer
        for source in [STORMY] * 2 if edge.storms == "all" else [CALM, STORMY, STORMY] if edge.storms else [CALM] * 2:
            number = len(made)
            keeps = 0.9 if number % 2 else 0.3
            made.append(kind(edge.name, edge.port, source, f"{seed} {number}", 0.12 / load, ended, keeps, edge.tls))
    return made
