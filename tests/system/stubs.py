"""What the tests of `squall stub` share: the library's contract, a stub of it, and a client that asks for JSON."""

import http.client
import json

import blackbox

CONTRACT = blackbox.ROOT / "tests" / "data" / "stub" / "library.yaml"


class StubTest(blackbox.BlackBoxTest):
    def start_stub(self, *options, contract=CONTRACT):
        """Port and process of a stub that listens."""
        port = blackbox.free_port()
        return port, self.start([blackbox.SQUALL, "stub", contract, "--port", port, "--seed", "7", *options], port)

    def ask(self, port, method, path, body=None, headers=None):
        """Status, headers and JSON of one request, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            text = None if body is None else json.dumps(body)
            given = {} if body is None else {"Content-Type": "application/json"}
            connection.request(method, path, text, {**given, **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, answer.headers, json.loads(content) if content else None
        finally:
            connection.close()
