"""What the tests of the control API share: a running `squall proxy`, calls to it, and a provider that echoes."""

import http.client
import json
import re
import socket
import socketserver
import threading
import time

import blackbox

GREETING = re.compile(r"control API on http://([^ :]+):(\d+)")


class Answer:
    """An answer of the API; `json` is None when the body is none."""

    def __init__(self, answer):
        self.status, self.headers, self.text = answer.status, answer.headers, answer.read().decode()
        is_json = (self.headers.get("Content-Type") or "").startswith("application/json")
        self.json = json.loads(self.text) if is_json and self.text else None

    def __str__(self):
        return f"{self.status} {self.text}"


class Echo:
    """A provider that sends back what it gets and ends when its consumer does; keeps what it got, by connection."""

    def __init__(self):
        self.got = []
        owner = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                mine = bytearray()
                owner.got.append(mine)
                self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    while piece := self.request.recv(65536):
                        mine.extend(piece)
                        self.request.sendall(piece)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Reply:
    """What came back: its bytes, the pieces they came in, seconds until the first and until the end, and the end itself:
    "fin", "rst", or "open" when the time was over."""

    def __init__(self, connection, seconds, enough=None):
        begin = time.monotonic()
        self.data, self.pieces, self.first, self.end = b"", [], None, "open"
        try:
            while enough is None or len(self.data) < enough:
                connection.settimeout(max(0.001, begin + seconds - time.monotonic()))
                piece = connection.recv(65536)
                if not piece:
                    self.end = "fin"
                    break
                self.first = self.first or time.monotonic() - begin
                self.data += piece
                self.pieces.append(len(piece))
        except TimeoutError:
            pass
        except ConnectionResetError:
            self.end = "rst"
        self.seconds = time.monotonic() - begin

    def __str__(self):
        return f"{len(self.data)} bytes in {len(self.pieces)} pieces, {self.end} after {self.seconds:.3f} s"


class ControlTest(blackbox.BlackBoxTest):
    """A test with an echoing provider; begin() starts squall and waits for its API."""

    def setUp(self):
        super().setUp()
        self.echo = Echo()
        self.addCleanup(self.echo.close)

    def begin(self, *arguments, control=("--control", "127.0.0.1:0")):
        out, self.err = self.sandbox.folder / "out", self.sandbox.folder / "err"
        with out.open("wb") as out_file, self.err.open("wb") as err_file:
            command = [blackbox.SQUALL, "proxy", *control, *arguments]
            self.process = self.sandbox.start(command, stdout=out_file, stderr=err_file)
        self.addCleanup(self.stop, self.process)
        ready = lambda: self.process.poll() is not None or GREETING.search(out.read_text())  # noqa: E731
        blackbox.wait_until(ready, 15, "the control API is there")
        self.assertIsNone(self.process.poll(), self.err.read_text())
        self.host, port = GREETING.search(out.read_text()).groups()
        self.port = int(port)
        self.url = f"http://{self.host}:{port}"
        return self.process

    def ask(self, method, path, body=None, headers=None):
        """One call; a body that is no text is sent as JSON."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        try:
            text = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body)
            connection.request(method, path, text, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def done(self, status, method, path, body=None):
        """A call that must be answered with that status; gives its JSON."""
        answer = self.ask(method, path, body)
        self.assertEqual(answer.status, status, f"{method} {path}: {answer}")
        return answer.json

    def proxy(self, name="p", **members):
        return self.done(201, "POST", "/proxies", {"name": name, "upstream": self.echo.address, **members})

    def toxic(self, proxy="p", **members):
        return self.done(200, "POST", f"/proxies/{proxy}/toxics", members)

    def connect(self, listen):
        host, _, port = listen.rpartition(":")
        connection = socket.create_connection((host, int(port)), 10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.addCleanup(connection.close)
        return connection

    def exchange(self, listen, data=b"hello", seconds=10):
        """Sends the bytes and the end on a connection of their own; everything that comes back until the end."""
        connection = self.connect(listen)
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # what a toxic did to the connection is read below
        with connection:
            return Reply(connection, seconds)

    def ending(self, listen, data):
        """How an exchange ends; a RST may come before the connection is seen to be made."""
        try:
            return self.exchange(listen, data).end
        except ConnectionResetError:
            return "rst"

    def echoes(self, connection, data=b"ping"):
        """Whether an open connection still carries bytes both ways."""
        connection.sendall(data)
        return Reply(connection, 10, len(data)).data == data
