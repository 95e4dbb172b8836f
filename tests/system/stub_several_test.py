#!/usr/bin/env python3
"""Several contracts in one `squall stub`: on one port and on several, and read again when their files change."""

import http.client
import json
import signal
import threading
import unittest

import blackbox

PATIENCE = 120  # seconds; a slow machine is no failure

ORDERS = """openapi: 3.0.3
info: {title: Orders, version: "1"}
%s
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: 'order.yaml#/Order'}}}}}
"""
ORDER = "Order: {type: object, required: [name], properties: {name: {type: string, example: %s}}}\n"
PAYMENTS = """openapi: 3.0.3
info: {title: Payments, version: "1"}
paths:
  /charges: {get: {responses: {"200": {description: ok, content: {text/plain: {example: paid}}}}}}
"""


class StubSeveralTest(blackbox.BlackBoxTest):
    def setUp(self):
        super().setUp()
        self.ready = {}
        self.sandbox.write("order.yaml", ORDER % "first")
        self.orders = self.sandbox.write("orders.yaml", ORDERS % "")
        self.payments = self.sandbox.write("payments.yaml", PAYMENTS)

    def ask(self, port, path, host=None, method="GET", body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {"Host": host} if host else {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def log(self, port):
        return (self.sandbox.folder / f"server-{self.ready.get(port, port)}.log").read_text()

    def serve(self, *options, port=None, ready=None):
        port = port or blackbox.free_port()
        self.ready[port] = ready or port  # what its log is called after
        return port, self.start([blackbox.SQUALL, "stub", *options, "--port", port, "--seed", "1"], ready or port,
                                within=PATIENCE)

    def test_they_share_a_port_by_their_paths(self):
        port, _ = self.serve(self.orders, self.payments)
        self.assertEqual(self.ask(port, "/orders/7"), (200, '{"name":"first"}'))
        self.assertEqual(self.ask(port, "/charges"), (200, "paid"))
        status, body = self.ask(port, "/nowhere")
        self.assertEqual(status, 404)
        self.assertIn("orders.yaml", json.loads(body)["detail"])
        self.assertIn("payments.yaml", json.loads(body)["detail"])
        blackbox.wait_until(lambda: "GET /nowhere -> 404" in self.log(port), PATIENCE, "the log names it")
        for title in ("Orders", "Payments"):
            greeting = f"stub of '{title}' on http://127.0.0.1:{port}, 1 operation, seed 1\n"
            blackbox.wait_until(lambda: greeting in self.log(port), PATIENCE, greeting)

    def test_they_share_a_port_by_prefix_and_host(self):
        port, _ = self.serve("--prefix", f"/shop={self.orders}", "--host-name", f"pay.test={self.payments}")
        self.assertEqual(self.ask(port, "/shop/orders/7")[0], 200)
        self.assertEqual(self.ask(port, "/orders/7")[0], 404)
        self.assertEqual(self.ask(port, "/charges", f"pay.test:{port}"), (200, "paid"))
        self.assertEqual(self.ask(port, "/charges")[0], 404)

    def test_they_have_ports_of_their_own(self):
        first, second = blackbox.free_port(), blackbox.free_port()
        self.start([blackbox.SQUALL, "stub", "--listen", f"{first}={self.orders}", "--listen",
                    f"{second}={self.payments}"], second, within=PATIENCE)
        self.assertEqual(self.ask(first, "/orders/7")[0], 200)
        self.assertEqual(self.ask(first, "/charges")[0], 404)
        self.assertEqual(self.ask(second, "/charges")[0], 200)

    def test_two_of_them_must_not_claim_the_same_paths(self):
        other = self.sandbox.write("other.yaml", ORDERS % "")
        ended = self.sandbox.squall("stub", self.orders, other, report=False, timeout=PATIENCE)
        self.assertEqual(ended.code, 2)
        self.assertIn("other.yaml:7:7: GET /orders/{id} is claimed by another contract on this port", ended.err)
        self.assertIn("orders.yaml:7:7", ended.err)
        self.assertIn("--prefix", ended.err)

    def test_what_is_for_one_contract_is_refused_for_several(self):
        rules = self.sandbox.write("rules.yaml", "squall: 1\nrules: []\n")
        for options in (["--record", "http://127.0.0.1:9", "--record-to", "r.yaml"], ["--overlay", "o.yaml"],
                        ["--rules", rules], ["--rules", f"elsewhere.yaml={rules}"]):
            ended = self.sandbox.squall("stub", self.orders, self.payments, *options, report=False, timeout=PATIENCE)
            self.assertEqual(ended.code, 2, f"{options}: {ended}")
            self.assertIn(str(options[0]), ended.err)

    def test_each_has_rules_and_a_journal_of_its_own(self):
        rules = self.sandbox.write(
            "rules.yaml", "squall: 1\nrules: [{request: {path: /charges}, response: {status: 200, body: ruled}}]\n"
        )
        control = blackbox.free_port()
        port, _ = self.serve(self.orders, self.payments, "--rules", f"{self.payments}={rules}", "--control",
                             f"127.0.0.1:{control}", ready=control)
        self.assertIn("ruled", self.ask(port, "/charges")[1])
        self.assertEqual(self.ask(port, "/orders/7")[0], 200)
        self.assertEqual(json.loads(self.ask(control, "/")[1])["contracts"], ["orders", "payments"])
        journal = json.loads(self.ask(control, "/payments/journal")[1])
        self.assertEqual([entry["request"]["target"] for entry in journal["entries"]], ["/charges"])
        self.assertEqual(len(json.loads(self.ask(control, "/orders/journal")[1])["entries"]), 1)
        self.assertEqual(self.ask(control, "/journal")[0], 404)

    def test_a_changed_contract_is_served_on_the_connections_there_are(self):
        port, _ = self.serve(self.orders, self.payments)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.addCleanup(connection.close)

        def name():
            connection.request("GET", "/orders/7")
            return json.loads(connection.getresponse().read())["name"]

        self.assertEqual(name(), "first")
        kept = connection.sock
        self.sandbox.write("order.yaml", ORDER % "'second, longer'")  # a file that it refers to
        blackbox.wait_until(lambda: name() == "second, longer", PATIENCE, "the new example is served")
        self.assertIs(connection.sock, kept)
        self.assertIn(f"squall: reloaded {self.orders}, 1 operation\n", self.log(port))
        self.assertNotIn(f"reloaded {self.payments}", self.log(port))

    def test_a_broken_contract_leaves_the_old_one_in_place(self):
        port, _ = self.serve(self.orders, self.payments)
        broken = PAYMENTS.replace("text/plain: {", "text/plain: {schema: {$ref: '#/gone'}, ")
        self.sandbox.write("payments.yaml", broken)
        blackbox.wait_until(lambda: "is served as it was before" in self.log(port), PATIENCE, "it is told")
        self.assertIn(f"squall: reload: {self.payments}:", self.log(port))
        self.assertEqual(self.ask(port, "/charges"), (200, "paid"))
        # One that takes what the other has is no better.
        self.sandbox.write("payments.yaml", PAYMENTS + "  /orders/{x}: {get: {parameters: [{name: x, in: path, "
                           "required: true, schema: {type: string}}], responses: {'200': {description: ok}}}}\n")
        blackbox.wait_until(lambda: "claimed by another contract" in self.log(port), PATIENCE, "the clash is told")
        self.assertEqual(self.ask(port, "/charges"), (200, "paid"))
        self.sandbox.write("payments.yaml", PAYMENTS.replace("example: paid", "example: paid again"))
        blackbox.wait_until(lambda: self.ask(port, "/charges") == (200, "paid again"), PATIENCE, "the repaired one is served")

    def test_rules_are_read_again_and_the_journal_stays(self):
        text = "squall: 1\nrules: [{request: {path: /charges}, response: {status: %d}}]\n"
        rules, control = self.sandbox.write("rules.yaml", text % 501), blackbox.free_port()
        port, _ = self.serve(self.payments, "--rules", rules, "--control", f"127.0.0.1:{control}", ready=control)
        self.assertEqual(self.ask(port, "/charges")[0], 501)
        self.sandbox.write("rules.yaml", text % 502 + "# longer\n")
        blackbox.wait_until(lambda: self.ask(port, "/charges")[0] == 502, PATIENCE, "the new rule answers")
        statuses = [entry["response"]["status"] for entry in json.loads(self.ask(control, "/journal")[1])["entries"]]
        self.assertEqual((statuses[0], statuses[-1]), (501, 502))
        self.sandbox.write("rules.yaml", "squall: 1\nrules: [{request: {pth: /charges}}]\n")
        blackbox.wait_until(lambda: "is served as it was before" in self.log(port), PATIENCE, "it is told")
        self.assertIn("rules.yaml:2:", self.log(port))
        self.assertEqual(self.ask(port, "/charges")[0], 502)

    def test_nobody_gets_a_wrong_answer_while_versions_change(self):
        names = ["first"] + [f"version {number}" + "+" * number for number in range(4)]
        port, _ = self.serve(self.orders, self.payments, "--workers", "2")
        done, wrong, asked = threading.Event(), [], [0] * 4

        def keep_asking(client):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                while not done.is_set() or asked[client] == 0:
                    connection.request("GET", "/orders/7")
                    answer = connection.getresponse()
                    body = answer.read()
                    asked[client] += 1
                    if answer.status != 200 or json.loads(body)["name"] not in names:
                        wrong.append((answer.status, body))
            except (OSError, http.client.HTTPException) as error:
                wrong.append(error)
            finally:
                connection.close()

        clients = [threading.Thread(target=keep_asking, args=(client,)) for client in range(4)]
        for client in clients:
            client.start()
        try:
            for name in names[1:]:
                self.sandbox.write("order.yaml", ORDER % f"'{name}'")
                blackbox.wait_until(lambda: name in self.ask(port, "/orders/7")[1], PATIENCE, f"{name} is served")
        finally:
            done.set()
            for client in clients:
                client.join()
        self.assertEqual(wrong, [])
        self.assertGreater(min(asked), 0)

    def test_sighup_reads_everything_again(self):
        port, process = self.serve(self.payments, "--watch", "off")
        self.sandbox.write("payments.yaml", PAYMENTS.replace("example: paid", "example: paid again"))
        process.send_signal(signal.SIGHUP)
        blackbox.wait_until(lambda: self.ask(port, "/charges") == (200, "paid again"), PATIENCE, "it is read again")
        self.assertIsNone(process.poll())


if __name__ == "__main__":
    unittest.main()
