#!/usr/bin/env python3
"""squall verifies a service that is up late, wants OAuth 2.0 tokens that soon expire, and answers 429 to haste."""

import base64
import os
import signal
import time
import unittest
from pathlib import Path

import blackbox
import gated_service

HERE = Path(__file__).resolve().parent
CONTRACT = HERE / "gated_service.yaml"
SECRET = {"CLIENT_SECRET": gated_service.SECRET}


class GatedTest(blackbox.BlackBoxTest):
    def serve(self, *options, late=0):
        self.port = blackbox.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.sandbox.folder / "service.log"
        self.log.touch()
        command = ["python3", HERE / "gated_service.py", "--port", self.port, "--log", self.log, *options]
        if late:  # nobody waits for it here
            self.addCleanup(self.stop, self.sandbox.start([*command, "--late", late]))
        else:
            self.start(command, self.port)

    def credentials(self):
        return f"oauth=oauth2:client_id={gated_service.CLIENT},client_secret=${{env.CLIENT_SECRET}}"

    def verify(self, *options, env=None):
        return self.sandbox.squall(
            "verify", CONTRACT, "--url", self.url, "--seed", "7", "--auth", self.credentials(), *options, env=env or SECRET
        )

    def logged(self, word):
        return [line for line in self.log.read_text().splitlines() if line.split()[0] == word]

    def secrets(self):
        pair = f"{gated_service.CLIENT}:{gated_service.SECRET}"
        return [
            gated_service.SECRET,
            base64.b64encode(pair.encode()).decode(),
            *(line.split()[1] for line in self.logged("token")),
        ]

    def assert_no_secret_in(self, folder, *texts):
        files = [path for path in folder.rglob("*") if path.is_file()]
        self.assertGreaterEqual(len(files), 6)
        for name, text in [(str(path), path.read_text(errors="replace")) for path in files] + [("output", t) for t in texts]:
            for secret in self.secrets():
                self.assertNotIn(secret, text, name)

    def test_is_sound_behind_all_that(self):
        self.serve(late=1.5)
        finished = self.verify("--wait", "20s", "--workers", "2", "--requests", "40", "--max-time", "30s")
        self.assertEqual(finished.code, 0, finished)
        facts = "\n".join(finished.check("verify/gated_service")["facts"])
        self.assertIn("4 of 4 operations answered with a success", facts)
        self.assertIn("429 Too Many Requests was answered", facts)
        self.assertGreaterEqual(len(self.logged("token")), 2, "tokens live for 2 s")
        self.assertGreaterEqual(len(self.logged("429")), 1)
        self.assert_nothing_left_but_the_service()

    def test_shows_no_secret_in_any_format(self):
        self.serve("--bug")
        out = self.sandbox.folder / "reports"
        finished = self.verify("--report-dir", out, "--max-time", "20s", "--stop-after", "3")
        self.assertEqual(finished.code, 1, finished)
        self.assert_no_secret_in(out, finished.out, finished.err, str(finished.report))
        replay = finished.findings()[0]["replay"]["command"]
        self.assertIn("client_secret=${env.CLIENT_SECRET}", replay)
        self.assertIn("--seed 7", replay)

    def test_goes_the_same_way_in_a_run(self):
        self.serve("--bug")
        out = self.sandbox.folder / "reports"
        self.sandbox.write("ignore.yaml", "- {rule: response.body.schema, reason: the bug is known}\n")
        hook = HERE.parent / "data" / "hooks" / "orders_hook.py"
        client = {"token_url": self.url + "/token", "client_id": gated_service.CLIENT, "client_secret": "${env.CLIENT_SECRET}"}
        asked = {"auth": {"oauth": client}, "include": ["/orders/*", "createOrder"], "hook": f"python3 {hook}", "wait": "5s"}
        asked |= {"phases": ["examples", "negative"], "max_time": "20s"}
        system = {"squall": 1, "ignore": "ignore.yaml", "verify": {"orders": asked}}
        system["services"] = {"orders": {"contract": str(CONTRACT), "url": self.url}}
        file = self.sandbox.write("squall.json", system)
        plan = self.sandbox.squall("run", file, "--plan", env=SECRET, report=False)
        self.assertIn("(3 of 4 operations, for at most 20s, through the hook", plan.out)
        finished = self.sandbox.squall("run", file, "--report-dir", out, env=SECRET)
        self.assertEqual([f["rule"] for f in finished.findings() if f["ignored"] == "" and f["severity"] == "error"], [])
        facts = "\n".join(finished.check("verify/orders")["facts"])
        self.assertIn("left out, as asked: GET /orders", facts)
        self.assertIn("the hook skipped", facts)
        self.assert_no_secret_in(out, finished.out, finished.err)
        for path in out.iterdir():
            self.assertNotIn("hook-secret-", path.read_text(), path)

    def test_cannot_run_with_a_wrong_secret(self):
        self.serve()
        finished = self.verify(env={"CLIENT_SECRET": "some-other-secret"})
        self.assertEqual(finished.code, 3, finished)
        self.assertIn("it answered 401, invalid_client", finished.out)
        self.assertNotIn("some-other-secret", finished.out + finished.err)

    def test_does_not_wait_for_ever(self):
        self.serve("--endless")
        finished = self.verify("--phase", "examples,fuzz", "--max-time", "20s")
        self.assertIn("in vain for", "\n".join(finished.check("verify/gated_service")["facts"]))
        self.assertEqual(finished.code, 3, finished)
        closed = self.sandbox.squall("verify", CONTRACT, "--url", f"http://127.0.0.1:{blackbox.free_port()}", "--wait", "300ms")
        self.assertEqual(closed.code, 3, closed)
        self.assertIn("did not answer within 300ms", closed.out)

    def test_takes_its_hook_with_it(self):
        self.serve()
        hook = 'read question; echo \'{"id":1,"version":1}\'; while read question; do sleep 1000; done'
        for number in (signal.SIGTERM, signal.SIGKILL):
            command = [blackbox.SQUALL, "verify", CONTRACT, "--url", self.url, "--auth", self.credentials(), "--hook", hook]
            process = self.sandbox.start(command, SECRET)
            blackbox.wait_until(lambda: len(self.marked()) >= 4, 20, "squall, its hook and the hook's child run")
            time.sleep(0.1)
            os.kill(process.pid, number)
            process.wait(10)
            if number == signal.SIGTERM:
                self.assert_nothing_left_but_the_service()
            else:
                # The hook itself is gone at once; what it started reads the end of its input, or goes on by itself.
                blackbox.wait_until(lambda: len(self.marked()) <= 2, 5, "the hook is gone")

    def marked(self):
        return blackbox.marked_processes(self.sandbox.mark)

    def assert_nothing_left_but_the_service(self):
        blackbox.wait_until(lambda: len(self.marked()) <= 1, 5, "nothing but the service runs")


if __name__ == "__main__":
    unittest.main()
