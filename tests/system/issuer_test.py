#!/usr/bin/env python3
"""`squall issuer`, and a stub that takes its tokens only, over real sockets. Signatures are verified by Node's own
crypto, which shares no code with ours but OpenSSL."""

import base64
import hashlib
import http.client
import json
import shutil
import subprocess
import time
import unittest
from urllib.parse import parse_qs, urlencode, urlsplit

import blackbox

PATIENCE = 120  # seconds; a slow machine is no failure

CONTRACT = """openapi: 3.0.3
info: {title: Orders, version: "1"}
security: [{login: [orders.read]}]
paths:
  /orders: {get: {responses: {"200": {description: ok, content: {application/json: {example: []}}}}}}
components:
  securitySchemes:
    login: {type: openIdConnect, openIdConnectUrl: http://127.0.0.1/.well-known/openid-configuration}
"""

VERIFY = """
const crypto = require('crypto');
const {jwk, token} = JSON.parse(require('fs').readFileSync(0));
const [header, claims, signature] = token.split('.');
const key = {key: crypto.createPublicKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
process.stdout.write(String(crypto.verify('sha256', Buffer.from(header + '.' + claims), key,
                                          Buffer.from(signature, 'base64url'))));
"""


def part(token, index):
    text = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


class IssuerTest(blackbox.BlackBoxTest):
    def ask(self, port, method, path, form=None, headers=None, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            sent = dict(headers or {})
            if form is not None:
                sent["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(form)
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def issuer(self, *options):
        port = blackbox.free_port()
        self.start([blackbox.SQUALL, "issuer", "--port", port, "--seed", "7", *options], port, within=PATIENCE)
        return port

    def token(self, port, **more):
        form = {"grant_type": "client_credentials", "client_id": "web", "client_secret": "s", **more}
        answer, body = self.ask(port, "POST", "/token", form)
        self.assertEqual(answer.status, 200, body)
        return json.loads(body)["access_token"]

    def test_others_can_verify_its_tokens(self):
        if shutil.which("node") is None:
            self.skipTest("node is not installed")
        for algorithm in ("RS256", "ES256"):
            port = self.issuer("--alg", algorithm)
            metadata = json.loads(self.ask(port, "GET", "/.well-known/openid-configuration")[1])
            self.assertEqual(metadata["issuer"], f"http://127.0.0.1:{port}")
            keys = json.loads(self.ask(port, "GET", urlsplit(metadata["jwks_uri"]).path)[1])["keys"]
            token = self.token(port)
            self.assertEqual((part(token, 0)["alg"], part(token, 0)["typ"]), (algorithm, "at+jwt"))
            claims = part(token, 1)
            self.assertEqual((claims["iss"], claims["aud"]), (metadata["issuer"], "api"))
            self.assertLess(abs(claims["iat"] - time.time()), 60)
            self.assertEqual(claims["exp"] - claims["iat"], 3600)
            jwk = next(key for key in keys if key["kid"] == part(token, 0)["kid"])
            for flaw, verified in ((None, "true"), ("wrong-key", "false"), ("bad-signature", "false")):
                if flaw:
                    self.ask(port, "PUT", "/squall/conduct", body=json.dumps({"flaw": flaw, "times": 1}))
                given = json.dumps({"jwk": jwk, "token": self.token(port)})
                said = subprocess.run(["node", "-e", VERIFY], input=given, capture_output=True, text=True, timeout=PATIENCE)
                self.assertEqual(said.stdout, verified, f"{algorithm} {flaw}: {said.stderr}")

    def test_the_code_flow_with_pkce(self):
        port = self.issuer("--client", "spa")
        verifier = "a-verifier-of-at-least-forty-three-characters-0"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode({"response_type": "code", "client_id": "spa", "redirect_uri": "http://app.test/cb?x=1",
                           "scope": "openid orders.read", "state": "s&1", "code_challenge": challenge,
                           "code_challenge_method": "S256", "login_hint": "ann"})
        answer, _ = self.ask(port, "GET", f"/authorize?{query}")
        self.assertEqual(answer.status, 302)
        given = parse_qs(urlsplit(answer.headers["Location"]).query)
        self.assertEqual((given["x"], given["state"], given["iss"]), (["1"], ["s&1"], [f"http://127.0.0.1:{port}"]))
        form = {"grant_type": "authorization_code", "client_id": "spa", "redirect_uri": "http://app.test/cb?x=1",
                "code": given["code"][0], "code_verifier": verifier}
        answer, body = self.ask(port, "POST", "/token", form)
        self.assertEqual(answer.status, 200, body)
        tokens = json.loads(body)
        self.assertEqual(part(tokens["id_token"], 1)["sub"], "ann")
        half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        self.assertEqual(part(tokens["id_token"], 1)["at_hash"], base64.urlsafe_b64encode(half).rstrip(b"=").decode())
        refreshed, body = self.ask(port, "POST", "/token", {"grant_type": "refresh_token", "client_id": "spa",
                                                            "refresh_token": tokens["refresh_token"]})
        self.assertEqual(refreshed.status, 200, body)
        answer, _ = self.ask(port, "POST", "/token", form)
        self.assertEqual(answer.status, 400)

    def test_the_seed_makes_the_same_ids_but_other_keys(self):
        first, second = self.issuer(), self.issuer()
        one, other = self.token(first), self.token(second)
        self.assertEqual(part(one, 1)["jti"], part(other, 1)["jti"])
        self.assertNotEqual(part(one, 0)["kid"], part(other, 0)["kid"])

    def test_it_is_slow_or_fails_when_told(self):
        port = self.issuer("--latency", "300ms")
        begin = time.monotonic()
        self.ask(port, "GET", "/jwks")
        self.assertGreater(time.monotonic() - begin, 0.29)
        self.ask(port, "PUT", "/squall/conduct", body='{"status": 500, "endpoint": "token"}')
        self.assertEqual(self.ask(port, "POST", "/token", {})[0].status, 500)
        self.assertEqual(self.ask(port, "GET", "/jwks")[0].status, 200)
        self.ask(port, "DELETE", "/squall/conduct")
        self.assertEqual(self.ask(port, "POST", "/token", {})[0].status, 401)

    def test_a_stub_takes_its_tokens_only(self):
        contract = self.sandbox.write("orders.yaml", CONTRACT)
        port, issuer = blackbox.free_port(), blackbox.free_port()
        self.start([blackbox.SQUALL, "stub", contract, "--port", port, "--issuer", f"127.0.0.1:{issuer}"], port,
                   within=PATIENCE)

        def orders(token):
            headers = {} if token is None else {"Authorization": f"Bearer {token}"}
            answer, _ = self.ask(port, "GET", "/orders", headers=headers)
            return answer.status, answer.headers.get("WWW-Authenticate", "")

        self.assertEqual(orders(None), (401, 'Bearer realm="*"'))
        self.assertEqual(orders(self.token(issuer, scope="orders.read"))[0], 200)
        status, challenge = orders(self.token(issuer))
        self.assertEqual(status, 403)
        self.assertIn('error="insufficient_scope"', challenge)
        self.assertIn('scope="orders.read"', challenge)
        self.assertEqual(orders(self.token(self.issuer(), scope="orders.read"))[0], 401)
        for flaw in ("expired", "not-yet-valid", "wrong-audience", "wrong-issuer", "wrong-key", "unknown-key",
                     "bad-signature", "alg-none"):
            self.ask(issuer, "PUT", "/squall/conduct", body=json.dumps({"flaw": flaw, "times": 1}))
            status, challenge = orders(self.token(issuer, scope="orders.read"))
            self.assertEqual(status, 401, flaw)
            self.assertIn('error="invalid_token"', challenge, flaw)
        self.assertEqual(orders(self.token(issuer, scope="orders.read"))[0], 200)

    def test_mistakes_are_told(self):
        for options, said in ((["--client", ":s"], "--client"), (["--user", "ann"], "--user"),
                              (["--token-lifetime", "0s"], "--token-lifetime"), (["--token-flaw", "expird"], "expired"),
                              (["--issuer-url", "issuer"], "--issuer-url"), (["--latency", "soon"], "--latency")):
            ended = self.sandbox.squall("issuer", *options, report=False, timeout=PATIENCE)
            self.assertEqual(ended.code, 2, f"{options}: {ended}")
            self.assertIn(said, ended.err)


if __name__ == "__main__":
    unittest.main()
