#!/usr/bin/env python3
"""A service as one meets them: up late, behind OAuth 2.0 with short-lived tokens, refusing with 429 whoever is quick.

usage: gated_service.py --port N --log FILE [--late S] [--bug] [--endless]
It keeps tests/system/gated_service.yaml; with --bug an order's quantity is a text, with --endless 429 never ends. What happened goes
to the log: `token T`, `revoked T`, `429`, `401`, `served METHOD PATH`.
"""

import argparse
import base64
import json
import re
import threading
import time
import uuid
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

CLIENT, SECRET = "squall", "client:secret/1"
LIFETIME = 2  # seconds
BURST = 40  # requests in a second

lock = threading.Lock()
tokens = {}  # token -> when it expires
orders = {}
window = {"begin": 0.0, "count": 0, "refusals": 0}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "gated"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def note(self, text):
        with lock, open(self.server.options.log, "a", encoding="utf-8") as log:
            log.write(text + "\n")

    def answer(self, status, body=None, **headers):
        text = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        if body is not None:
            self.send_header("Content-Type", "application/problem+json" if status >= 400 else "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(text)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def problem(self, status, title, **headers):
        self.answer(status, {"title": title}, **headers)

    def give_token(self, body):
        form = parse_qs(body.decode())
        given = base64.b64decode(self.headers.get("Authorization", "Basic ")[6:]).decode()
        user, _, secret = given.partition(":")
        if (unquote(user), unquote(secret)) != (CLIENT, SECRET) or form.get("grant_type") != ["client_credentials"]:
            return self.answer(401, {"error": "invalid_client"})
        token = "issued-" + uuid.uuid4().hex
        with lock:
            tokens[token] = time.monotonic() + LIFETIME
            # Every third one does not live as long as it says.
            if len(tokens) % 3 == 0:
                tokens[token] -= LIFETIME * 0.7
        self.note("token " + token)
        return self.answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME})

    def is_too_quick(self):
        if self.server.options.endless:
            self.problem(429, "too many requests", Retry_After="0")
            return True
        with lock:
            now = time.monotonic()
            if now - window["begin"] >= 1:
                window.update(begin=now, count=0)
            window["count"] += 1
            if window["count"] <= BURST:
                return False
            window["refusals"] += 1
            as_date = window["refusals"] % 2 == 0
        self.note("429")
        self.problem(429, "too many requests", Retry_After=formatdate(time.time() + 1, usegmt=True) if as_date else "1")
        return True

    def is_let_in(self):
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        with lock:
            good = kind == "Bearer" and tokens.get(token, 0) > time.monotonic()
        if not good:
            self.note("401")
            self.problem(401, "who is asking?", WWW_Authenticate="Bearer")
        return good

    def handle_all(self):
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        path = urlsplit(self.path).path
        if path == "/token" and self.command == "POST":
            return self.give_token(body)
        match = re.fullmatch(r"/orders(?:/([^/]*))?", path)
        if not match:
            return self.problem(404, "nothing here")
        item = match.group(1)
        allowed = ("GET", "HEAD", "DELETE") if item is not None else ("GET", "HEAD", "POST")
        if self.command not in allowed:
            return self.problem(405, "not this way", Allow=", ".join(allowed))
        if self.is_too_quick() or not self.is_let_in():
            return None
        self.note(f"served {self.command} {path}")
        if item is not None:
            return self.one(unquote(item))
        return self.create(body) if self.command == "POST" else self.answer(200, list(orders.values())[:5])

    def one(self, item):
        if not re.fullmatch(r"-?[0-9]+", item):
            return self.problem(400, "an id is a number")
        with lock:
            order = orders.pop(int(item), None) if self.command == "DELETE" else orders.get(int(item))
        if order is None:
            return self.problem(404, "no such order")
        return self.answer(204) if self.command == "DELETE" else self.answer(200, order)

    def create(self, body):
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return self.problem(415, "JSON, please")
        try:
            order = json.loads(body)
        except (ValueError, RecursionError):
            return self.problem(400, "no JSON")
        quantity = order.get("quantity") if isinstance(order, dict) else None
        number = isinstance(quantity, (int, float)) and not isinstance(quantity, bool)
        whole = number and (isinstance(quantity, int) or quantity.is_integer())
        if not isinstance(order, dict) or set(order) - {"quantity"} or not whole or not 1 <= quantity <= 100:
            return self.problem(400, "a quantity from 1 to 100, and nothing else")
        with lock:
            number = len(orders) + 1000  # what was deleted leaves its number to the next, as in many a database
            while number in orders:
                number += 1
            orders[number] = {"id": number, "quantity": str(quantity) if self.server.options.bug else int(quantity)}
        return self.answer(201, orders[number], Location=f"/orders/{number}")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = handle_all


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--late", type=float, default=0)
    parser.add_argument("--bug", action="store_true")
    parser.add_argument("--endless", action="store_true")
    options = parser.parse_args()
    time.sleep(options.late)
    server = Server(("127.0.0.1", options.port), Handler)
    server.options = options
    server.serve_forever()


if __name__ == "__main__":
    main()
