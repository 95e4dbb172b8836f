#!/usr/bin/env python3
"""TLS as others see it: curl, Node's https and openssl through squall proxy, in each mode and under each fault."""

import http.server
import ssl
import subprocess
import threading
import unittest

import blackbox

NODE = """
const https = require('https');
const ask = https.get({host: '127.0.0.1', port: process.argv[1], path: '/', servername: 'localhost', timeout: 3000,
                       agent: false}, (answer) => {
  answer.resume();
  answer.on('end', () => { console.log(answer.statusCode, answer.socket.getProtocol()); });
});
ask.on('timeout', () => ask.destroy(new Error('timeout')));
ask.on('error', (error) => { console.log(error.code || error.message); });
"""


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = self.server.says
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class TlsTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.ca_folder = self.sandbox.folder / "ca"
        self.ca = self.ca_folder / "ca.pem"
        self.run_squall("ca", "--dir", self.ca_folder)

    def run_squall(self, *arguments):
        finished = self.sandbox.squall(*arguments, report=False)
        self.assertEqual(finished.code, 0, finished)

    def issue(self, *hosts):
        self.run_squall("ca", "issue", *hosts, "--dir", self.ca_folder)
        return self.ca_folder / f"{hosts[0]}.pem", self.ca_folder / f"{hosts[0]}-key.pem"

    def provider(self, says=b"plain", certificate=None, client_ca=None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.daemon_threads = True
        server.says = says
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            if client_ca:
                context.load_verify_locations(client_ca)
                context.verify_mode = ssl.CERT_REQUIRED
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

    def proxy(self, *arguments):
        port = blackbox.free_port()
        self.start([blackbox.SQUALL, "proxy", "--listen", f"127.0.0.1:{port}", *arguments], port)
        return port

    def ending(self, upstream, *arguments):
        """A proxy that ends its consumers' TLS."""
        return self.proxy("--upstream", f"127.0.0.1:{upstream}", "--tls-generate", "localhost", "--tls-authority",
                          self.ca_folder, *arguments)

    def curl(self, url, *arguments):
        command = ["curl", "-sS", "--max-time", "3", "--cacert", self.ca, *arguments, url]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    def node(self, port):
        environment = self.sandbox.environment({"NODE_EXTRA_CA_CERTS": str(self.ca)})
        done = subprocess.run(["node", "-e", NODE, str(port)], env=environment, capture_output=True, text=True,
                              timeout=30, check=False)
        return done.stdout.strip()

    def s_client(self, port, *arguments):
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "localhost", "-CAfile", self.ca,
                   "-verify_return_error", *arguments]
        done = subprocess.run([str(part) for part in command], input="", capture_output=True, text=True, timeout=30,
                              check=False)
        return done.stdout + done.stderr

    def test_ends_tls(self):
        port = self.ending(self.provider())
        self.assertEqual(self.curl(f"https://localhost:{port}/")[:2], (0, "plain"))
        self.assertEqual(self.node(port), "200 TLSv1.3")
        said = self.s_client(port, "-alpn", "h2,http/1.1")
        self.assertIn("Verify return code: 0 (ok)", said)
        self.assertIn("ALPN protocol: http/1.1", said)
        code, _, error = self.curl(f"http://localhost:{port}/", "--fail")
        self.assertEqual(code, 22, error)
        self.assertIn("400", error)

    def test_begins_tls_and_verifies(self):
        upstream = self.provider(b"over TLS", self.issue("localhost"))
        verified = self.proxy("--upstream", f"https://localhost:{upstream}", "--upstream-ca", self.ca)
        self.assertEqual(self.curl(f"http://localhost:{verified}/")[:2], (0, "over TLS"))
        unknown = self.proxy("--upstream", f"https://localhost:{upstream}")
        self.assertIn(self.curl(f"http://localhost:{unknown}/")[0], (52, 56))
        log = (self.sandbox.folder / f"server-{unknown}.log").read_text()
        self.assertIn("TLS with the provider: certificate verify failed: unable to get local issuer certificate", log)
        insecure = self.proxy("--upstream", f"https://localhost:{upstream}", "--insecure")
        self.assertEqual(self.curl(f"http://localhost:{insecure}/")[:2], (0, "over TLS"))

    def test_routes_by_server_name(self):
        first = self.provider(b"first", self.issue("a.test"))
        second = self.provider(b"second", self.issue("b.test"))
        port = self.proxy("--protocol", "tcp", "--sni", f"a.test=127.0.0.1:{first}", "--sni", f"b.test=127.0.0.1:{second}")
        for name, expected in (("a.test", "first"), ("b.test", "second")):
            got = self.curl(f"https://{name}:{port}/", "--resolve", f"{name}:{port}:127.0.0.1")
            self.assertEqual(got[:2], (0, expected), got)
        code, _, error = self.curl(f"https://c.test:{port}/", "--resolve", f"c.test:{port}:127.0.0.1")
        self.assertEqual(code, 35, error)
        self.assertIn("unrecognized name", error)

    def test_client_certificates_on_both_sides(self):
        own = self.issue("client.test")
        upstream = self.provider(b"known", self.issue("localhost"), client_ca=self.ca)
        port = self.proxy("--upstream", f"https://localhost:{upstream}", "--upstream-ca", self.ca, "--upstream-cert", own[0],
                          "--upstream-key", own[1], "--tls-generate", "localhost", "--tls-authority", self.ca_folder,
                          "--tls-client-ca", self.ca)
        self.assertEqual(self.curl(f"https://localhost:{port}/", "--cert", own[0], "--key", own[1])[:2], (0, "known"))
        code, _, error = self.curl(f"https://localhost:{port}/")
        self.assertEqual(code, 56, error)
        self.assertIn("certificate required", error)

    def test_faults_as_each_client_sees_them(self):
        upstream = self.provider()
        rows = [  # fault, curl's exit code and words, Node's code, what openssl says
            ("tls_expired", 60, "certificate has expired", "CERT_HAS_EXPIRED", "certificate has expired"),
            ("tls_wrong_host", 60, "no alternative certificate subject name", "ERR_TLS_CERT_ALTNAME_INVALID", None),
            ("tls_self_signed", 60, "self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"),
            ("tls_unknown_ca", 60, "unable to get local issuer", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to get local"),
            ("tls_stall", 28, "timed out", "timeout", None),
            ("tls_close: fin", 35, "", "ECONNRESET", "unexpected eof"),
            ("tls_close: rst", 35, "reset", "ECONNRESET", "errno=104"),
        ]
        for fault, code, words, of_node, of_openssl in rows:
            with self.subTest(fault):
                port = self.ending(upstream, "--fault", fault)
                got = self.curl(f"https://localhost:{port}/")
                self.assertEqual(got[0], code, got)
                self.assertIn(words, got[2])
                self.assertEqual(self.node(port), of_node)
                if of_openssl:
                    self.assertIn(of_openssl, self.s_client(port))
        port = self.ending(upstream, "--fault", "tls_old_protocol")
        self.assertEqual(self.curl(f"https://localhost:{port}/", "--tlsv1.2")[0], 35)
        self.assertIn("protocol version", self.s_client(port, "-min_protocol", "TLSv1.2"))
        # Which of the two depends on the version of Node.
        self.assertIn(self.node(port), ("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "EPROTO"))

    def test_stub_over_tls(self):
        port = blackbox.free_port()
        contract = blackbox.ROOT / "tests" / "shop" / "contracts" / "payments.yaml"
        self.start([blackbox.SQUALL, "stub", contract, "--port", port, "--tls-generate", "localhost", "--tls-authority",
                    self.ca_folder], port)
        got = self.curl(f"https://localhost:{port}/health", "-o", "/dev/null", "-w", "%{http_code}")
        self.assertEqual(got[0], 0, got)
        self.assertEqual(got[1], "200")


if __name__ == "__main__":
    unittest.main()
