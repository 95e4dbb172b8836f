"""What holding traffic to its contract costs a proxied edge: watch on against watch off, in the same run, on one core."""
import json
import os
import statistics
import urllib.request

from load import Server, free_port, http_block, measure, nginx, proxy_table, write
from verification import CONTRACT, ORDER

GOAL = 0.6  # of the rate without a watch, where messages come again


def order(seed="anna"):
    """With nginx's $request_id as the seed, no answer is like another."""
    return json.dumps({**ORDER, "email": f"{seed}@example.org"}, separators=(",", ":"))


def watching(squall, folder, start, seconds, rounds):
    """`start` takes a Server and stops it at the end. The lines of the report."""
    contract = write(os.path.join(folder, "watched.yaml"), CONTRACT)
    os.makedirs(os.path.join(folder, "pages"), exist_ok=True)
    page = write(os.path.join(folder, "pages", "orders"), json.dumps([ORDER] * 60))
    upstream = free_port()
    start(nginx(folder, "watched", http_block(folder, f"""server {{ listen 127.0.0.1:{upstream} reuseport; default_type application/json;
location = /orders {{ root {folder}/pages; }}
location = /orders/ord-1001 {{ return 200 '{order()}'; }}
location = /orders/ord-2002 {{ return 200 '{order("$request_id")}'; }} }}"""), upstream))
    vary = write(os.path.join(folder, "vary.lua"), """
local n = 0
request = function() n = n + 1; return wrk.format("GET", "/orders/ord-2002?n=" .. n) end""")

    def proxy(name, *arguments):
        port = free_port()
        return start(Server(name, [squall, "proxy", "--listen", f"127.0.0.1:{port}", "--upstream", f"127.0.0.1:{upstream}",
                                   "--control", f"127.0.0.1:{free_api(name)}", *arguments], port))

    apis = {}

    def free_api(name):
        return apis.setdefault(name, free_port())

    servers = {"watch off": proxy("off"), "watch on": proxy("on", "--contract", contract)}
    lines = ["## Contract watch", ""]
    tables = (("An order of {} bytes, the same again and again", "/orders/ord-1001", None, len(order())),
              ("A page of {:,} bytes, the same again and again", "/orders", None, os.path.getsize(page)),
              ("An order of {} bytes, every request and answer different: the worst case", "/orders/ord-2002", vary, len(order("0" * 32))))
    for title, path, script, size in tables:
        results = measure({name: (f"http://127.0.0.1:{server.port}{path}", server.process.pid, script) for name, server in servers.items()},
                          64, seconds, rounds)
        lines += proxy_table(title.format(size), results, "watch off")
        if path == "/orders/ord-1001":
            ratio = statistics.median(on["rate"] / off["rate"] for on, off in zip(results["watch on"], results["watch off"]))
            lines += [f"The goal is {GOAL} of the rate without a watch: {'kept' if ratio >= GOAL else 'MISSED'}.", ""]
    return lines + [judged(apis["on"]), ""]


def judged(api):
    """What the watch says it did: figures of a watch that judged nothing would be worth nothing."""
    with urllib.request.urlopen(f"http://127.0.0.1:{api}/drift", timeout=10) as answer:
        drift = json.load(answer)
    requests, answers = (drift["edges"]["proxy"][side]["judged"] for side in ("requests", "answers"))
    if drift["groups"] or not requests or not answers:
        raise RuntimeError(f"the watch saw drift in sound traffic, or nothing: {drift}")
    return f"It judged {requests:,} requests and {answers:,} answers and found no drift."
