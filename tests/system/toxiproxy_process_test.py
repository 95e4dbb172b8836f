#!/usr/bin/env python3
"""squall's control API as a process: its flags, its config file read again, signals, and runs that repeat by their seed."""

import concurrent.futures
import http.client
import json
import os
import signal
import socket
import time
import unittest

import blackbox
import control_api


class ToxiproxyProcessTest(control_api.ControlTest):
    def configured(self, *proxies):
        """Writes the config file in one step, as a deployment does."""
        fresh = self.sandbox.write("fresh.json", list(proxies))
        return fresh.rename(self.sandbox.folder / "proxies.json")

    def member(self, name="p", **members):
        return {"name": name, "listen": "127.0.0.1:0", "upstream": self.echo.address, **members}

    def said(self, text, times=1):
        blackbox.wait_until(lambda: self.err.read_text().count(text) >= times, 10, f"'{text}' is said {times} times")

    def ends(self, seconds):
        begin = time.monotonic()
        code = self.process.wait(20)
        self.assertLess(time.monotonic() - begin, seconds)
        self.assert_nothing_left([self.port])
        return code

    def test_flags_of_toxiproxy_with_one_dash(self):
        port = blackbox.free_port()
        file = self.configured(self.member())
        flags = ("-host", "127.0.0.1", "-port", str(port), "-config", str(file), "-seed", "3")
        self.begin("-proxy-metrics", "-runtime-metrics", control=flags)
        self.assertEqual(self.port, port)
        self.assertEqual(self.exchange(self.done(200, "GET", "/proxies/p")["listen"]).data, b"hello")
        self.assertIn("process_resident_memory_bytes", self.ask("GET", "/metrics").text)

    def test_the_version_is_told_with_one_dash_too(self):
        told = self.sandbox.squall("--version", report=False)
        self.assertRegex(told.out, r"^squall \d")
        for flag in ("--version", "-version"):
            finished = self.sandbox.squall("proxy", flag, report=False)
            self.assertEqual((finished.code, finished.out, finished.err), (0, told.out, ""), flag)

    def test_a_config_file_may_name_any_upstream(self):
        self.begin("--config", str(self.configured(self.member(upstream="example.com"))))
        proxy = self.done(200, "GET", "/proxies/p")
        self.assertEqual(proxy["upstream"], "example.com")
        self.assertNotEqual(self.ending(proxy["listen"], b"hello"), "open")

    def test_a_config_file_may_have_toxics(self):
        toxic = {"name": "cut", "type": "limit_data", "stream": "downstream", "toxicity": 1, "attributes": {"bytes": 3}}
        self.begin("--config", str(self.configured(self.member(toxics=[toxic]), self.member("q", enabled=False))))
        proxies = self.done(200, "GET", "/proxies")
        self.assertEqual(proxies["p"]["toxics"], [toxic])
        self.assertEqual((proxies["q"]["enabled"], proxies["q"]["toxics"]), (False, []))
        self.assertEqual(self.exchange(proxies["p"]["listen"]).data, b"hel")

    def check_config(self, content, code, text):
        file = self.sandbox.write("bad.json", content)
        finished = self.sandbox.squall("proxy", "--control", "127.0.0.1:0", "--config", file, report=False, timeout=20)
        self.assertEqual(finished.code, code, finished)
        self.assertIn("bad.json", finished.err)
        self.assertIn(text, finished.err)
        self.assert_nothing_left()

    def test_config_files_that_are_refused(self):
        self.check_config("[{", 2, "bad.json")
        self.check_config([{"name": "p"}], 2, "missing required field: upstream at proxy 1")
        self.check_config([self.member(toxics=[{"type": "latensy"}])], 2, "invalid toxic type")
        self.check_config([self.member(listen=self.echo.address)], 3, self.echo.address.rpartition(":")[2])

    def test_a_control_port_in_use(self):
        finished = self.sandbox.squall("proxy", "--control", self.echo.address, report=False, timeout=20)
        self.assertEqual(finished.code, 3, finished)
        self.assertIn(self.echo.address, finished.err)
        self.assert_nothing_left()

    def test_a_reload_keeps_open_connections(self):
        self.begin("--config", str(self.configured(self.member(), self.member("gone"))))
        before = self.done(200, "GET", "/proxies")
        connection, doomed = self.connect(before["p"]["listen"]), self.connect(before["gone"]["listen"])
        self.assertTrue(self.echoes(connection) and self.echoes(doomed))
        cut = {"name": "slow", "type": "latency", "attributes": {"latency": 300}}
        self.configured(self.member(toxics=[cut]), self.member("new"))
        os.kill(self.process.pid, signal.SIGHUP)
        blackbox.wait_until(lambda: "new" in self.done(200, "GET", "/proxies"), 10, "the file is read again")
        self.said("reloaded the config file")
        after = self.done(200, "GET", "/proxies")
        self.assertEqual(sorted(after), ["new", "p"])
        self.assertEqual(after["p"]["listen"], before["p"]["listen"])
        begin = time.monotonic()
        self.assertTrue(self.echoes(connection))
        self.assertGreaterEqual(time.monotonic() - begin, 0.29, "the new toxic strikes the open connection")
        self.assertNotEqual(control_api.Reply(doomed, 5).end, "open")

    def test_sighup_reads_a_file_that_did_not_change(self):
        self.begin("--config", str(self.configured(self.member())))
        for times in (1, 2):
            os.kill(self.process.pid, signal.SIGHUP)
            self.said("reloaded the config file", times)
        self.assertEqual(sorted(self.done(200, "GET", "/proxies")), ["p"])

    def test_a_config_file_that_changes_is_read_without_a_signal(self):
        self.begin("--config", str(self.configured(self.member())))
        self.configured(self.member(), self.member("new"))
        blackbox.wait_until(lambda: "new" in self.done(200, "GET", "/proxies"), 10, "the file is read again")

    def test_a_reload_that_is_refused_changes_nothing(self):
        self.begin("--config", str(self.configured(self.member())))
        before = self.done(200, "GET", "/proxies")
        self.configured({"name": "p"})
        os.kill(self.process.pid, signal.SIGHUP)
        self.said("everything stays as it is")
        self.assertEqual(self.done(200, "GET", "/proxies"), before)
        self.assertEqual(self.exchange(before["p"]["listen"]).data, b"hello")

    def test_sigusr1_removes_every_toxic(self):
        self.begin()
        listens = [self.proxy(name)["listen"] for name in ("p", "q")]
        for name in ("p", "q"):
            self.toxic(name, type="latency", attributes={"latency": 3_600_000})
        waiting = self.connect(listens[0])
        waiting.sendall(b"hello")
        self.assertEqual(control_api.Reply(waiting, 0.2).data, b"")
        os.kill(self.process.pid, signal.SIGUSR1)
        self.said("all faults are off")
        self.assertEqual([proxy["toxics"] for proxy in self.done(200, "GET", "/proxies").values()], [[], []])
        self.assertEqual(control_api.Reply(waiting, 5, 5).data, b"hello")
        self.assertEqual([self.exchange(listen).data for listen in listens], [b"hello", b"hello"])

    def test_sigterm_lets_what_is_under_way_end(self):
        self.begin()
        listen = self.proxy()["listen"]
        self.toxic(type="latency", attributes={"latency": 800})
        connection = self.connect(listen)
        connection.sendall(b"hello")
        connection.shutdown(socket.SHUT_WR)
        blackbox.wait_until(lambda: self.echo.got == [b"hello"], 5, "the provider has it")
        os.kill(self.process.pid, signal.SIGTERM)
        blackbox.wait_until(lambda: not blackbox.accepts(int(listen.rpartition(":")[2])), 5, "nobody new is accepted")
        reply = control_api.Reply(connection, 10)
        self.assertEqual((reply.data, reply.end), (b"hello", "fin"), reply)
        self.assertEqual(self.ends(3), 143)

    def test_sigterm_frees_the_control_port_at_once(self):
        self.begin("--drain", "20s")
        connection = self.connect(self.proxy()["listen"])
        self.assertTrue(self.echoes(connection))
        with socket.create_connection((self.host, self.port), 10) as idle:
            idle.sendall(b"GET /version HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(b"2.12.0", control_api.Reply(idle, 0.5).data)
            os.kill(self.process.pid, signal.SIGTERM)
            blackbox.wait_until(lambda: not blackbox.accepts(self.port), 5, "the control port is closed")
            self.assertNotEqual(control_api.Reply(idle, 5).end, "open")
        socket.create_server((self.host, self.port)).close()
        self.assertTrue(self.echoes(connection), "what is under way goes on")
        connection.close()
        self.assertEqual(self.ends(5), 143)

    def test_sigterm_waits_no_longer_than_it_was_told(self):
        self.begin("--drain", "500ms")
        connection = self.connect(self.proxy()["listen"])
        self.assertTrue(self.echoes(connection))
        begin = time.monotonic()
        os.kill(self.process.pid, signal.SIGTERM)
        self.assertEqual(self.ends(4), 143)
        self.assertGreaterEqual(time.monotonic() - begin, 0.45)
        self.assertNotEqual(control_api.Reply(connection, 5).end, "open")

    def test_ctrl_c_ends_at_once(self):
        self.begin()
        listen = self.proxy()["listen"]
        self.toxic(type="timeout", attributes={"timeout": 0})
        connection = self.connect(listen)
        connection.sendall(b"hello")
        os.kill(self.process.pid, signal.SIGINT)
        self.assertEqual(self.ends(3), 130)

    def test_kill_9_leaves_nothing(self):
        self.begin()
        listen = self.proxy()["listen"]
        self.process.kill()
        self.process.wait(5)
        self.assert_nothing_left([self.port, int(listen.rpartition(":")[2])])

    def struck(self, seed, workers, connections=40):
        """Which of so many connections, one after the other, a toxic of toxicity 0.5 resets."""
        self.begin("--seed", seed, "--workers", workers)
        listen = self.proxy()["listen"]
        self.toxic(type="reset_peer", toxicity=0.5)
        ends = [self.exchange(listen).end for _ in range(connections)]
        self.stop(self.process)
        self.assertEqual(set(ends), {"rst", "fin"})
        return ends

    def test_a_seed_repeats_a_run_whatever_the_workers(self):
        first = self.struck("7", "1")
        self.assertEqual(self.struck("7", "1"), first)
        self.assertEqual(self.struck("7", "4"), first)
        self.assertNotEqual(self.struck("8", "1"), first)
        self.assertTrue(8 <= first.count("rst") <= 32, first)

    def test_http_proxies_draw_for_each_request(self):
        self.begin("--seed", "7")
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        provider = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(provider.close)

        def serve():
            connection, _ = provider.accept()
            with connection:
                while connection.recv(65536):
                    connection.sendall(answer)

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            serving = pool.submit(serve)
            upstream = f"127.0.0.1:{provider.getsockname()[1]}"
            listen = self.proxy(upstream=upstream, protocol="http")["listen"]
            self.toxic(type="abort", toxicity=0.5, attributes={"status": 503}, match={"method": "GET"})
            client = http.client.HTTPConnection(listen, timeout=10)
            got = []
            for number in range(30):
                method = "GET" if number < 20 else "POST"
                client.request(method, f"/{number}")
                reply = client.getresponse()
                reply.read()
                got.append((method, reply.status))
            client.close()
            serving.result(10)
        self.assertEqual({status for method, status in got if method == "GET"}, {200, 503})
        self.assertEqual({status for method, status in got if method == "POST"}, {200})
        struck = [bool(entry["faults"]) for entry in json.loads(self.ask("GET", "/journal").text)]
        self.assertEqual(struck, [status == 503 for _, status in got])


if __name__ == "__main__":
    unittest.main()
