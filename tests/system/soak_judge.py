"""Judges every call of a soak as it ends: what no fault struck must be as it would be without a proxy."""

import json
import threading
from collections import Counter, defaultdict

from soak_consumers import CALM


class Journal(threading.Thread):
    """The proxy's log, a line of JSON for each attempt: what became of which request, and how many there were."""

    def __init__(self, stream, gets):
        super().__init__(daemon=True)
        self.stream, self.gets = stream, gets
        self.attempts, self.kinds = Counter(), defaultdict(Counter)

    def run(self):
        for line in self.stream:
            if line.startswith(b"{"):
                entry = json.loads(line)
                self.attempts[entry["edge"]] += 1
                self.kinds[entry["edge"]].update(kind for _, kind in {(fault["toxic"], fault["kind"]) for fault in entry["faults"]})
                self.gets(entry)


class Judge:
    """Gets calls from consumers and entries from the journal, on their threads. `traced`: the edges where a call is told
    from its journal entry whether a fault struck it."""

    def __init__(self, traced, say):
        self.traced, self.say, self.lock, self.failures = traced, say, threading.Lock(), []
        self.calls, self.broken, self.judged = Counter(), Counter(), 0
        self.waiting = {}  # by traceparent: a call without its journal entry, or the other way round
        self.calm_since = None  # the faults are off

    def fail(self, what):
        self.failures.append(what)
        self.say(f"FAILED: {what}", flush=True)

    def ended(self, call):
        with self.lock:
            self.calls[call.edge] += 1
            if call.hung_up:
                return
            self.broken[call.edge] += bool(call.trouble)
            off = self.calm_since is not None and call.begin > self.calm_since and call.first
            self.judged += off or call.source == CALM
            if call.trouble and (off or call.source == CALM):
                self.fail(f"{call.edge} from {call.source}, {'the faults are off' if off else 'no fault'}: {call.trouble}")
            if call.edge in self.traced:
                self.match(call.trace, call, self.waiting.pop(call.trace, None))

    def journaled(self, entry):
        trace = entry.get("traceparent", "")[3:35]
        with self.lock:
            if entry["faults"] and entry["edge"].startswith("calm"):
                self.fail(f"a fault struck where there was none: {entry}")
            if trace and entry["edge"] in self.traced:
                self.match(trace, self.waiting.pop(trace, None), entry)

    def match(self, trace, call, entry):
        if call is None or entry is None:
            self.waiting[trace] = call or entry
        elif call.first and not entry["faults"]:  # what came before on a connection may still be felt
            self.judged += 1
            if call.trouble:
                self.fail(f"{call.edge}: no fault struck it, and yet: {call.trouble}; {entry}")

    def faults_are_off(self, since):
        """None: they may come again."""
        with self.lock:
            self.calm_since = since
            if since is None:
                self.waiting.clear()
