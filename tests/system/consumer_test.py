#!/usr/bin/env python3
"""squall consumer from outside: what two sample consumers (Node, C++) wrongly rely on is named, each alone, and nothing is named on sound ones.

One seed by default, with fewer Node consumers, as Node is slow to start; SQUALL_LONG=1 takes ten, and all."""

import concurrent.futures
import json
import os
import shutil
import signal
import unittest

import blackbox

CONSUMERS = blackbox.ROOT / "tests" / "consumers"
CONTRACT = CONSUMERS / "orders.yaml"
LONG = os.environ.get("SQUALL_LONG") == "1"
SEEDS = range(1, 11) if LONG else (1,)

COMMANDS = {"cpp": [str(blackbox.BUILD / "tests" / "consumers" / "sample_consumer")]}
if shutil.which("node"):
    COMMANDS["node"] = ["node", str(CONSUMERS / "node" / "consumer.mjs")]

# What each flaw makes a consumer rely on.
RELIANCES = {
    "": set(),
    "optional": {"optional field note of GET /orders/{id}"},
    "enum": {'field state of GET /orders/{id} not being "lost"'},
    "empty": {"array orders of GET /orders not being empty"},
    "order": {"the order of the properties in the body of GET /orders/{id}"},
    "decimal": {"field quantity of GET /orders/{id} being written without a fraction"},
    "null": {"field coupon of GET /orders/{id} not being null"},
    "added": {"there being no other properties in the body of GET /orders/{id}"},
    "full": {"array orders of GET /orders being short"},
    "status": {"the answer of POST /orders not being 202"},
    # An answer of the other status has no such header either.
    "header": {
        "optional header X-Request-Cost of POST /orders",
        "the answer of POST /orders not being 202",
    },
}


ALL = ("absent", "added", "null", "empty", "full", "enum", "status", "order", "decimal", "layout", "no-header",
       "header-case", "charset", "chunked", "slow")
# The variations that show a flaw.
SHOWN_BY = {
    "optional": ("absent",), "enum": ("enum",), "empty": ("empty",), "order": ("order",), "decimal": ("decimal",),
    "null": ("null",), "added": ("added",), "full": ("full",), "status": ("status",), "header": ("no-header", "status"),
}


def flaws(language):
    return RELIANCES if LONG or language != "node" else ("", "optional", "enum", "empty", "order")


def variations(language, flaw):
    few = language == "node" and flaw != "" and not LONG
    return (*SHOWN_BY[flaw], "layout") if few else ALL


class Consumer(blackbox.BlackBoxTest):
    def consumer(self, command, *options, flaw="", contract=CONTRACT, sandbox=None, env=None):
        sandbox = sandbox or self.sandbox
        report = sandbox.folder / "report.json"
        done = sandbox.squall(
            "consumer", contract, *options, "--report", f"json={report}", "--", *command,
            env={"FLAW": flaw, **(env or {})}, report=False,
        )
        done.report = json.loads(report.read_text()) if report.exists() else None
        return done

    def relied_on(self, done):
        words = ("the consumer relies on ", ", which the contract does not promise")
        return {
            finding["message"].removeprefix(words[0]).removesuffix(words[1])
            for finding in done.findings()
            if finding["rule"].startswith("consumer.reliance.")
        }

    def one(self, language, flaw, seed):
        sandbox = blackbox.Sandbox()
        try:
            done = self.consumer(
                COMMANDS[language], "--vary" if variations(language, flaw) == ALL else
                "--vary=" + ",".join(variations(language, flaw)), "--slow", "50ms", "--seed", str(seed),
                flaw=flaw, sandbox=sandbox,
            )
            left = sandbox.left_over()
        finally:
            sandbox.close()
        return language, flaw, seed, done, left


class Reliances(Consumer):
    def test_each_is_named_and_none_on_the_sound_one(self):
        self.assertTrue(LONG or len(COMMANDS) > 0)
        cases = [(language, flaw, seed) for language in COMMANDS for flaw in flaws(language) for seed in SEEDS]
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for language, flaw, seed, done, left in pool.map(lambda case: self.one(*case), cases):
                with self.subTest(language=language, flaw=flaw, seed=seed):
                    self.assertEqual(done.code, 1 if flaw else 0, done)
                    self.assertEqual(self.relied_on(done), RELIANCES[flaw], done)
                    self.assertEqual(len(done.findings()), len(RELIANCES[flaw]), done)
                    self.assertEqual(left, [])
                    played = {c["id"] for c in done.report["checks"] if c["outcome"] in ("passed", "failed")}
                    for needed in variations(language, flaw):
                        self.assertIn(f"variation/{needed}", played)


class OneRun(Consumer):
    COMMAND = COMMANDS["cpp"]

    def test_calm_weather_is_one_run(self):
        done = self.consumer(self.COMMAND, "--logs", self.sandbox.folder / "logs")
        self.assertEqual(done.code, 0, done)
        self.assertEqual(len(list((self.sandbox.folder / "logs").iterdir())), 1)
        facts = done.check("consumer/orders")["facts"]
        self.assertIn("3 requests judged, 3 of 4 operations used", facts)
        self.assertIn("DELETE /orders/{id}: unused", facts)
        self.assert_nothing_left()

    def test_a_command_that_fails_by_itself_is_no_verdict(self):
        done = self.consumer(["sh", "-c", "echo broken here; exit 7"], "--vary")
        self.assertEqual(done.code, 3, done)
        command = done.check("command")
        self.assertEqual(command["outcome"], "errored")
        self.assertIn("exited 7 in calm weather", command["reason"])
        self.assertIn("broken here", command["reason"])
        self.assertEqual(done.check("consumer/orders")["outcome"], "inconclusive")

    def test_a_consumer_that_never_calls_is_no_pass(self):
        done = self.consumer(["true"])
        self.assertEqual(done.code, 3, done)
        self.assertIn("does the consumer call the address in ORDERS_URL?", done.check("consumer/orders")["reason"])

    def test_requests_off_the_contract_are_found(self):
        script = 'curl -sS -o /dev/null "$ORDERS_URL/orders?limit=500"; curl -sS -o /dev/null "$API/nowhere"'
        done = self.consumer(["sh", "-c", script], "--env", f"API={CONTRACT}")
        self.assertEqual(done.code, 1, done)
        rules = sorted(finding["rule"] for finding in done.findings())
        self.assertEqual(rules, ["request.path.unknown", "request.query.schema"])
        self.assertIn("${ORDERS_URL}/orders?limit=500", done.findings()[1]["replay"]["curl"] + done.findings()[0]["replay"]["curl"])

    def test_stubs_remember_within_one_run_only(self):
        # The first run finds what it made, and so does the second: nothing is left of the one before.
        script = """set -e
            made=$(curl -sS -H 'Content-Type: application/json' -d '{"sku":"abc","quantity":3}' "$ORDERS_URL/orders")
            id=$(echo "$made" | sed 's/.*"id": *\\([0-9]*\\).*/\\1/')
            curl -sS "$ORDERS_URL/orders/$id" | grep -q '"quantity": *3'
            echo "$id" >> ids"""
        done = self.consumer(["sh", "-c", f"cd {self.sandbox.folder}; {script}"], "--stateful", "--vary=charset")
        self.assertEqual(done.code, 0, done)
        ids = (self.sandbox.folder / "ids").read_text().split()
        self.assertEqual(len(ids), 2)
        self.assertEqual(ids[0], ids[1])

    def test_pacts_are_written(self):
        done = self.consumer(self.COMMAND, "--pacts", self.sandbox.folder / "pacts", "--name", "web")
        self.assertEqual(done.code, 0, done)
        pact = json.loads((self.sandbox.folder / "pacts" / "web-orders.json").read_text())
        self.assertEqual((pact["consumer"]["name"], pact["provider"]["name"]), ("web", "orders"))
        self.assertEqual(len(pact["interactions"]), 3)

    def test_what_is_started_and_left_is_ended(self):
        script = 'sleep 600 & setsid sleep 600 & curl -sS -o /dev/null "$ORDERS_URL/orders"'
        done = self.consumer(["sh", "-c", script])
        self.assertEqual(done.code, 0, done)
        self.assert_nothing_left()

    def test_a_command_that_hangs_is_ended(self):
        done = self.consumer(["sleep", "600"], "--within", "300ms")
        self.assertEqual(done.code, 3, done)
        self.assertIn("did not end within 300ms", done.check("command")["reason"])
        self.assert_nothing_left()

    def test_a_program_that_is_not_there_is_an_error(self):
        done = self.consumer(["/no/such/program"])
        self.assertEqual(done.code, 3, done)
        self.assertIn("/no/such/program", done.err)

    def test_a_variation_behind_a_space_is_told_from_a_contract(self):
        done = self.consumer(["true"], "--vary", "absent,order")
        self.assertEqual(done.code, 2, done)
        self.assertIn("write --vary=absent,order", done.err)

    def test_an_interruption_leaves_nothing(self):
        process = self.sandbox.start([blackbox.SQUALL, "consumer", CONTRACT, "--", "sleep", "600"])
        blackbox.wait_until(
            lambda: any(blackbox.command_of(pid).strip() == "sleep 600" for pid in blackbox.marked_processes(self.sandbox.mark)),
            60, "the command runs",
        )
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(60), 130)
        self.assert_nothing_left()


class Findings(Consumer):
    COMMAND = COMMANDS["cpp"]

    def test_are_replayed_by_the_command_they_print(self):
        done = self.consumer(self.COMMAND, "--vary=absent,enum", "--seed", "5", flaw="optional")
        (finding,) = done.findings()
        self.assertIn(f"--seed 5 --replay {finding['id']} -- ", finding["replay"]["command"])
        again = self.consumer(self.COMMAND, "--seed", "5", "--replay", finding["id"], flaw="optional")
        self.assertEqual(again.code, 1, again)
        self.assertEqual([each["id"] for each in again.findings()], [finding["id"]])
        cured = self.consumer(self.COMMAND, "--seed", "5", "--replay", finding["id"])
        self.assertEqual(cured.code, 0, cured)
        unknown = self.consumer(self.COMMAND, "--seed", "5", "--replay", "0123456789abcdef")
        self.assertEqual(unknown.code, 3, unknown)

    def test_stand_in_the_usage_file(self):
        usage = self.sandbox.folder / "usage.json"
        self.consumer(self.COMMAND, "--vary=absent,enum", "--seed", "5", "--usage", usage, flaw="optional")
        written = json.loads(usage.read_text())
        (provider,) = written["providers"]
        self.assertEqual(provider["unused"], ["DELETE /orders/{id}"])
        used = {each["operation"]: each for each in provider["operations"]}
        self.assertEqual(set(used), {"GET /orders", "POST /orders", "GET /orders/{id}"})
        fields = used["GET /orders/{id}"]["statuses"]["200"]["fields"]
        self.assertEqual(fields["/note"], "needed")
        self.assertEqual(fields["/coupon"], "not needed")
        self.assertEqual(fields["/id"], "unknown")
        self.assertEqual(used["GET /orders/{id}"]["relies_on"],
                         [{"variation": "absent", "status": "200", "place": "body/note", "text": "optional field note of GET /orders/{id}"}])
        self.assertEqual(written["varied"], ["absent", "enum"])

    def test_needs_are_learnt_of_required_fields_too(self):
        usage = self.sandbox.folder / "usage.json"
        done = self.consumer(self.COMMAND, "--usage", usage, "--needs")
        self.assertEqual(done.code, 0, done)
        self.assertEqual(done.findings(), [])
        self.assertEqual(done.check("needs")["outcome"], "passed", done)
        (provider,) = json.loads(usage.read_text())["providers"]
        used = {each["operation"]: each["statuses"] for each in provider["operations"]}
        self.assertEqual(used["GET /orders/{id}"]["200"]["fields"], {
            "/id": "needed", "/state": "needed", "/quantity": "needed", "/note": "not needed", "/coupon": "not needed"})
        self.assertEqual(used["POST /orders"]["201"]["fields"], {
            "/id": "needed", "/state": "not needed", "/quantity": "not needed", "/note": "not needed"})
        listed = used["GET /orders"]["200"]["fields"]
        self.assertEqual({pointer for pointer, need in listed.items() if need == "needed"}, {"/orders", "/orders/*/id"})
        self.assertEqual(listed["/total"], "not needed")

    def test_are_not_made_of_tests_that_fail_by_a_declared_error(self):
        done = self.consumer(self.COMMAND, "--vary=error-status")
        self.assertEqual(done.code, 0, done)
        self.assertEqual(done.findings(), [])
        facts = done.check("variation/error-status")["facts"]
        self.assertIn("GET /orders/{id} answered 404: the tests fail, exited 1", facts)
        self.assertIn("POST /orders answered 422: the tests fail, exited 1", facts)

    def test_are_made_of_what_a_declared_error_leads_to(self):
        # It crashes at a 404, and after a 422 it asks for what it was never given.
        script = """get() { curl -sS -o /dev/null -w '%{http_code}' "$@"; }
            [ "$(get "$ORDERS_URL/orders/7")" != 404 ] || kill -SEGV $$
            made=$(get -H 'Content-Type: application/json' -d '{"sku":"abc","quantity":3}' "$ORDERS_URL/orders")
            [ "$made" != 422 ] || get "$ORDERS_URL/orders/undefined" """
        done = self.consumer(["sh", "-c", script], "--vary=error-status", "--seed", "3")
        self.assertEqual(done.code, 1, done)
        found = {finding["rule"]: finding for finding in done.findings()}
        self.assertEqual(set(found), {"consumer.crash", "request.path.schema"}, done)
        self.assertIn("crashes (SIGSEGV) with GET /orders/{id} answered 404", found["consumer.crash"]["message"])
        self.assertIn("while a declared error is answered", found["request.path.schema"]["message"])
        self.assertIn("--vary=error-status --seed 3 -- ", found["request.path.schema"]["replay"]["command"])
        again = self.consumer(["sh", "-c", script], "--seed", "3", "--replay", found["consumer.crash"]["id"])
        self.assertEqual(again.code, 1, again)
        self.assertEqual([each["rule"] for each in again.findings()], ["consumer.crash"])

    def test_are_not_made_of_a_consumer_that_fails_now_and_then(self):
        # It fails in every third run, whatever it is told.
        count = self.sandbox.folder / "count"
        script = (f'curl -sS -o /dev/null "$ORDERS_URL/orders/7"; echo x >> {count}; '
                  f'[ $(( $(wc -l < {count}) % 3 )) != 0 ]')
        done = self.consumer(["sh", "-c", script], "--vary=order,absent,added,enum,null")
        self.assertEqual(self.relied_on(done), set(), done)
        self.assertEqual(done.code, 3, done)
        self.assertTrue(any("not steady" in c.get("reason", "") for c in done.report["checks"]), done)

    def test_stop_where_runs_are_spent(self):
        done = self.consumer(self.COMMAND, "--vary=order,absent", "--max-runs", "2", flaw="optional")
        self.assertEqual(done.code, 3, done)
        self.assertIn("--max-runs 2", done.check("variation/absent")["reason"])
        self.assertEqual(done.check("variation/order")["outcome"], "passed")


if __name__ == "__main__":
    unittest.main()
