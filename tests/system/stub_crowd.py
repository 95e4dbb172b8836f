"""Many clients at one stub, on raw sockets in one thread: those that check every answer, and those that vanish.

A Talker keeps one connection and sends requests in bursts, pipelined; every answer must be the one to its own request, in
order and whole. A Vanisher leaves in the middle: of its request, of its answer, or before it has read any, by FIN or RST.
"""

import json
import random
import selectors
import socket
import struct
import time

RESET = struct.pack("ii", 1, 0)


def connect(port):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    return client


def request_for(name, method="GET"):
    return f"{method} /items/{name}?note={name} HTTP/1.1\r\nHost: stub\r\n\r\n".encode()


class Answers:
    """Reads answers off a stream: (status, body) of each that is whole."""

    def __init__(self):
        self.rest = b""

    def take(self, data, methods):
        """`methods` are those of the requests that wait for an answer, in order; those answered are removed."""
        self.rest += data
        while methods:
            end = self.rest.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.rest[:end]
            at = head.lower().find(b"\r\ncontent-length:")
            length = int(head[at + 17 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if methods[0] == "HEAD":
                length = 0
            if len(self.rest) < end + 4 + length:
                return
            body = self.rest[end + 4 : end + 4 + length]
            self.rest = self.rest[end + 4 + length :]
            methods.pop(0)
            yield int(head[9:12]), body


class Talker:
    def __init__(self, port, name, requests, burst):
        self.port, self.name, self.left, self.burst = port, name, requests, burst
        self.socket, self.answers = connect(port), Answers()
        self.sent, self.waiting, self.methods, self.outgoing = 0, [], [], b""
        self.checked, self.wrong = 0, []

    def begin_burst(self):
        count = min(self.burst, self.left)
        for _ in range(count):
            name = f"{self.name}-{self.sent}"
            self.sent += 1
            method = "HEAD" if self.sent % 16 == 0 else "GET"
            self.waiting.append(name)
            self.methods.append(method)
            self.outgoing += request_for(name, method)
        self.left -= count

    def events(self):
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self.outgoing else 0)

    def on_writable(self):
        self.outgoing = self.outgoing[self.socket.send(self.outgoing) :]

    def on_readable(self):
        """False when there is nothing more to do."""
        data = self.socket.recv(1 << 18)
        if not data:
            self.wrong.append(f"{self.name}: closed with {len(self.waiting)} requests unanswered")
            return False
        methods = list(self.methods)  # as they were: those answered leave the list
        for status, body in self.answers.take(data, self.methods):
            self.judge(self.waiting.pop(0), methods.pop(0), status, body)
        if not self.waiting and self.answers.rest:
            self.wrong.append(f"{self.name}: bytes that nobody asked for: {self.answers.rest[:80]}")
            return False
        if self.waiting or self.outgoing:
            return True
        self.begin_burst()
        return bool(self.waiting)

    def judge(self, name, method, status, body):
        self.checked += 1
        right = body == b"" if method == "HEAD" else json.loads(body) == {"id": name, "note": name}
        if status != 200 or not right:
            self.wrong.append(f"{name}: {method} was answered {status} {body[:200]}")


class Vanisher:
    """One client that leaves early. What it asks for bears a name of its own, which must not show up anywhere else."""

    WAYS = ("half_a_head", "half_a_body", "unread", "mid_answer", "pipelined")

    def __init__(self, port, name, way, reset):
        self.way, self.reset, self.name, self.socket = way, reset, name, connect(port)
        large = json.dumps({"text": "v" * 300_000}).encode()
        head = f"PUT /documents/{name} HTTP/1.1\r\nHost: stub\r\nContent-Type: application/json\r\nContent-Length: {len(large)}\r\n\r\n"
        put = head.encode() + large
        self.outgoing = {
            "half_a_head": request_for(name)[:25],
            "half_a_body": put[: len(put) // 2],
            "unread": request_for(name),
            "mid_answer": put,
            "pipelined": b"".join(request_for(f"{name}-{index}") for index in range(20)),
        }[way]
        self.wants = {"mid_answer": 1000, "pipelined": 100}.get(way, 0)

    def events(self):
        return selectors.EVENT_WRITE if self.outgoing else selectors.EVENT_READ

    def on_writable(self):
        self.outgoing = self.outgoing[self.socket.send(self.outgoing) :]
        return bool(self.outgoing or self.wants)

    def on_readable(self):
        self.wants -= len(self.socket.recv(max(1, min(self.wants, 500))))
        return self.wants > 0

    def leave(self):
        if self.reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.socket.close()


class Crowd:
    """Runs them all until the talkers are through and enough have vanished, or `seconds` are over; vanishers come again all the time."""

    def __init__(self, port, talkers, vanishers, seed=1):
        self.port, self.random = port, random.Random(seed)
        self.selector = selectors.DefaultSelector()
        self.talkers, self.vanished, self.trouble = talkers, 0, []
        self.vanishers = vanishers
        for talker in talkers:
            talker.begin_burst()
            self.selector.register(talker.socket, talker.events(), talker)

    def new_vanisher(self):
        way = self.random.choice(Vanisher.WAYS)
        vanisher = Vanisher(self.port, f"gone-{self.vanished}", way, self.random.random() < 0.5)
        self.selector.register(vanisher.socket, vanisher.events(), vanisher)

    def run(self, seconds, vanished):
        """True when all talkers are through and as many have vanished."""
        end = time.monotonic() + seconds
        left = len(self.talkers)
        for _ in range(self.vanishers):
            self.new_vanisher()
        while (left or self.vanished < vanished) and time.monotonic() < end:
            for key, mask in self.selector.select(0.5):
                left -= self.step(key.data, mask)
        return left == 0 and self.vanished >= vanished

    def step(self, client, mask):
        """1 when a talker ended."""
        talks = isinstance(client, Talker)
        goes_on = True
        try:
            if mask & selectors.EVENT_WRITE:
                goes_on = client.on_writable() is not False
            if goes_on and mask & selectors.EVENT_READ:
                goes_on = client.on_readable()
        except OSError as error:
            if talks:
                client.wrong.append(f"{client.name}: {error}")
            goes_on = False
        if goes_on:
            self.selector.modify(client.socket, client.events(), client)
            return 0
        self.selector.unregister(client.socket)
        if talks:
            client.socket.close()
            return 1
        client.leave()
        self.vanished += 1
        self.new_vanisher()
        return 0

    def close(self):
        if (known := self.selector.get_map()) is None:  # closed before
            return
        for key in list(known.values()):
            key.fileobj.close()
        self.selector.close()
