"""A consumer of one provider: GET /front asks it for /value. What is no 200 it answers with a declared 502, or, with
--fragile, with a 500 that its contract does not know."""

import http.client
import http.server
import os
import sys
import urllib.parse

FRAGILE = "--fragile" in sys.argv
PROVIDER = urllib.parse.urlsplit(os.environ["PROVIDER_URL"])


class Front(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def provider(self):
        connection = http.client.HTTPConnection(PROVIDER.hostname, PROVIDER.port, timeout=1)
        try:
            connection.request("GET", "/value")
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def do_GET(self):
        status, body = (200, b"{}") if self.path == "/health" else self.provider()
        if status not in (0, 200) and FRAGILE:
            status, body = 500, b'{"message": "oops"}'
        elif status != 200:
            status, body = 502, b'{"message": "the provider is in trouble"}'
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


Server(("127.0.0.1", int(sys.argv[1])), Front).serve_forever()
