"""Random changes through the control API: toxics of every kind with conditions, proxies off, on, moved, made anew."""

import http.client
import json
import os
import random
import signal
import time
from collections import Counter
from urllib.parse import quote

from soak_consumers import STORMY

API_PATIENCE = 5
KEPT_TOXICS = 5  # of a proxy


def ms(draw, most=400):
    return f"{draw.randrange(1, most)}ms"


def ramp(draw, most=300):
    return f"{draw.randrange(1, 50)}ms -> {draw.randrange(50, most)}ms over {draw.randrange(1, 10)}s"


def either(draw, *choices):
    return draw.choice(choices)


# What a toxic of that type may be given. Toxiproxy's first, with its own attributes.
ANY_EDGE = {
    "latency": lambda d: either(
        d,
        {"latency": d.randrange(300), "jitter": d.randrange(100)},
        {"mean": ramp(d), "direction": either(d, "up", "down", "both")},
        {"mean": ms(d), "distribution": "pareto"},
        {"histogram": {"10ms": 9, "200ms": 1}},
    ),
    "bandwidth": lambda d: {"rate": d.randrange(20, 2000)},
    "slow_close": lambda d: {"delay": d.randrange(500)},
    "timeout": lambda d: {"timeout": d.randrange(1500)},
    "reset_peer": lambda d: {"timeout": d.randrange(800)},
    "slicer": lambda d: {"average_size": d.randrange(100, 3000), "size_variation": d.randrange(100), "delay": d.randrange(500)},
    "limit_data": lambda d: {"bytes": d.randrange(100000)},
    "noop": lambda d: {},
    "blackhole": lambda d: {"after": d.randrange(20000)},
    "reset": lambda d: {"when": either(d, "at_once", "before_answer", "mid_body", "at_close")},
    "corrupt": lambda d: {"bytes": d.randrange(1, 20), "direction": either(d, "up", "down")},
    "drop": lambda d: {"chance": f"{d.randrange(5, 100)}%", "border": either(d, "chunk", "line")},
    "duplicate": lambda d: {"chance": f"{d.randrange(5, 100)}%", "border": either(d, "chunk", "line")},
    "half_open": lambda d: {"after": d.randrange(100000), "direction": either(d, "up", "down", "both")},
    "flapping": lambda d: {"up": ms(d), "down": ms(d), "how": either(d, "reset", "hold")},
}
WHOLE_PORT = {"refuse": lambda d: {}}
HTTP_EDGE = {
    "abort": lambda d: {"status": either(d, 404, 500, 503), "body": {"error": "weather"}, "forward": d.random() < 0.5},
    "hold": lambda d: either(d, {}, {"for": ms(d), "stage": either(d, "before_body", "mid_body", "between_chunks")}),
    "delay": lambda d: {"for": either(d, ms(d), ramp(d))},
    "trickle": lambda d: {"gap": ms(d, 4), "size": d.randrange(1, 2000), "head": d.random() < 0.5},
    "stall": lambda d: {"for": ms(d, 1500), "after": d.randrange(1000)},
    "truncate": lambda d: {"bytes": d.randrange(2000)},
    "headers": lambda d: {"set": {"X-Weather": "rain"}, "on": either(d, "answer", "request")},
    "replace": lambda d: {"body": "rain", "status": either(d, 200, 500)},
    "throttle": lambda d: {"retry_after": "1s"},
    "close": lambda d: {"when": either(d, "before_answer", "after_head", "between_requests")},
    "interim": lambda d: {"count": d.randrange(1, 5)},
    "large_headers": lambda d: {"size": "64KiB", "fields": d.randrange(1, 3)},
    "wrong_length": lambda d: {"by": d.randrange(1, 9), "claim": either(d, "more", "less")},
    "broken_chunking": lambda d: {"how": either(d, "size", "data")},
    "replay": lambda d: {"times": d.randrange(1, 3)},
    "rewrite": lambda d: either(d, {"pointer": "/id", "value": 7}, {"pointer": "/kind", "remove": True}),
    "broken_json": lambda d: {"how": either(d, "cut", "bracket")},
}
TLS_EDGE = {
    **{f"tls_{flaw}": lambda d: {} for flaw in ("expired", "wrong_host", "self_signed", "unknown_ca", "old_protocol")},
    "tls_stall": lambda d: either(d, {}, {"for": ms(d, 1500), "stage": "server_hello"}),
    "tls_close": lambda d: {"by": either(d, "fin", "rst")},
}
ALL_KINDS = {**ANY_EDGE, **WHOLE_PORT, **HTTP_EDGE, **TLS_EDGE}


class Api:
    """Calls of the control API; `fail` is told of one that is late or answered in an unexpected way."""

    def __init__(self, host, port, fail):
        self.host, self.port, self.fail = host, port, fail
        self.calls, self.slowest = 0, 0.0

    def ask(self, method, path, body=None, expect=(200, 201, 204)):
        begin = time.monotonic()
        connection = http.client.HTTPConnection(self.host, self.port, timeout=API_PATIENCE)
        try:
            connection.request(method, path, body if body is None or isinstance(body, bytes) else json.dumps(body))
            answer = connection.getresponse()
            status, text = answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as trouble:
            status, text = 0, f"{type(trouble).__name__}: {trouble}"
        finally:
            connection.close()
        self.calls += 1
        self.slowest = max(self.slowest, time.monotonic() - begin)
        if status not in expect:
            self.fail(f"{method} {path} {body!r} was answered {status} {text}")
        return json.loads(text) if text and status in (200, 201) and text[0] in "{[" else None

    def metrics(self):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=API_PATIENCE)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return text


class Weather:
    """Faults on all but the calm proxies: anything on the wild ones (by name, as they are created), on the others what
    strikes stormy consumers alone. `upstreams`: where the wild ones may lead, by protocol; `tls`: whose TLS ends here."""

    def __init__(self, api, process, wild, upstreams, tls, seed):
        self.api, self.process, self.wild, self.upstreams, self.tls = api, process, wild, upstreams, tls
        self.random = random.Random(f"{seed} weather")
        self.changes, self.added, self.number = Counter(), dict.fromkeys(ALL_KINDS, 0), 0

    def change(self):
        """One change, drawn."""
        known = self.api.ask("GET", "/proxies")
        if not known:
            return  # that was noted
        proxies = {name: proxy for name, proxy in known.items() if not name.startswith("calm")}
        actions = {
            self.add: 12, self.update: 5, self.remove: 5, self.disable: 1.5, self.enable: 2, self.make_anew: 0.7,
            self.move: 0.7, self.lead_elsewhere: 0.7, self.populate: 0.7, self.reset: 0.2, self.panic: 0.2, self.mistake: 1,
        }  # fmt: skip
        action = self.random.choices(list(actions), list(actions.values()))[0]
        name = self.random.choice(sorted(proxies))
        if action in (self.disable, self.enable, self.make_anew, self.move, self.lead_elsewhere):
            name = self.random.choice(sorted(self.wild))
        proxy = proxies.get(name)
        if proxy is None:  # a populate that failed
            return self.create(name)
        self.changes[action.__name__] += 1
        action(name, proxy)

    def kind_for(self, name, proxy):
        fitting = dict(ANY_EDGE)
        if proxy.get("protocol") == "http":
            fitting |= HTTP_EDGE
        fitting |= TLS_EDGE if name == self.tls else WHOLE_PORT if name in self.wild else {}
        fresh = [kind for kind in fitting if self.added[kind] == min(self.added[each] for each in fitting)]
        return self.random.choice(fresh), fitting

    def conditions(self, name, proxy, kind):
        draw, toxic = self.random, {}
        if kind in WHOLE_PORT:
            return toxic
        if name not in self.wild:
            toxic["match"] = {"client": f"{STORMY}/32"}
        if draw.random() < 0.5:
            toxic["toxicity"] = round(draw.random(), 2)
        if draw.random() < 0.3:
            toxic[draw.choice(("first", "every"))] = draw.randrange(1, 10)
        if draw.random() < 0.2:
            toxic["after"], toxic["for"] = "500ms", "4s"
        if proxy.get("protocol") == "http" and kind not in TLS_EDGE and draw.random() < 0.4:
            condition = draw.choice(
                ({"method": "POST"}, {"path": "/orders/{id}"}, {"header": "X-Storm: yes"}, {"body": {"/kind": "slice"}})
            )
            toxic["match"] = toxic.get("match", {}) | condition
        return toxic

    def add(self, name, proxy):
        if len(proxy["toxics"]) >= KEPT_TOXICS:
            return self.remove(name, proxy)
        kind, fitting = self.kind_for(name, proxy)
        self.added[kind] += 1
        self.number += 1
        toxic = {"name": f"t{self.number}", "type": kind, "attributes": fitting[kind](self.random)}
        toxic |= {"stream": self.random.choice(("upstream", "downstream"))} | self.conditions(name, proxy, kind)
        if kind in WHOLE_PORT or self.random.random() < 0.3:
            toxic["ttl"] = ms(self.random, 3000)
        self.api.ask("POST", f"/proxies/{name}/toxics", toxic)

    def update(self, name, proxy):
        if not proxy["toxics"]:
            return self.add(name, proxy)
        toxic = self.random.choice(proxy["toxics"])
        change = {"attributes": ALL_KINDS[toxic["type"]](self.random)}
        if set(change["attributes"]) - set(toxic["attributes"]):
            change = {"toxicity": 0.3}  # what is said in another way would stand beside what was
        path = f"/proxies/{name}/toxics/{toxic['name']}"
        self.api.ask(self.random.choice(("POST", "PATCH")), path, change, (200, 404))

    def remove(self, name, proxy):
        if proxy["toxics"]:
            toxic = self.random.choice(proxy["toxics"])["name"]
            self.api.ask("DELETE", f"/proxies/{name}/toxics/{quote(toxic)}", None, (204, 404))

    def disable(self, name, proxy):
        self.api.ask("PATCH", f"/proxies/{name}", {"enabled": False})

    def enable(self, name, proxy):
        self.api.ask("POST", f"/proxies/{name}", {"enabled": True})

    def create(self, name):
        self.api.ask("POST", "/proxies", self.wild[name])

    def make_anew(self, name, proxy):
        self.api.ask("DELETE", f"/proxies/{name}")
        self.create(name)

    def move(self, name, proxy):
        for listen in ("127.0.0.1:0", self.wild[name]["listen"]):
            self.api.ask("PATCH", f"/proxies/{name}", {"listen": listen})

    def lead_elsewhere(self, name, proxy):
        self.api.ask("PATCH", f"/proxies/{name}", {"upstream": self.random.choice(self.upstreams[proxy.get("protocol", "tcp")])})

    def populate(self, name, proxy):
        self.api.ask("POST", "/populate", list(self.wild.values()))

    def reset(self, name, proxy):
        self.api.ask("POST", "/reset")

    def panic(self, name, proxy):
        os.kill(self.process.pid, signal.SIGUSR1)

    def mistake(self, name, proxy):
        bodies = (b"{", b"[1,", {"type": "latensy"}, {"type": "latency", "attributes": {"latency": 1.5}}, {"name": 7})
        self.api.ask("POST", f"/proxies/{name}/toxics", self.random.choice(bodies), (400,))

    def clear_up(self):
        """All faults off, every proxy where it was: from now on nothing may go wrong."""
        self.api.ask("POST", "/reset")
        self.api.ask("POST", "/populate", list(self.wild.values()))
        self.api.ask("POST", "/reset")
