"""A stub against what serves or mocks the same answer: nginx's static files, Prism, a warmed WireMock; and how it starts."""
import json
import os
import re
import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request

from load import Server, free_port, http_block, measure, nginx, proxy_table, spread, wrk, write
from verification import CONTRACT, ORDER

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = os.path.join(HERE, "peers")
CONNECTIONS = 64
# What the stub's rate must be of theirs, at least.
GOALS = {"nginx, static file": 0.5, "Prism": 20, "WireMock, warmed": 5}
START_GOALS = {"a contract of 50 kB": (30, 20), "the largest contract": (500, None)}  # ms, MB
PATH = "/orders/ord-1001"
PLACED = {"lines": ORDER["lines"], "ship_to": ORDER["ship_to"], "email": ORDER["email"]}
WARM_UP = 15  # seconds under load until a JVM has compiled what is hot


def contract_with_examples():
    """The contract with the order as the example of each of its answers, so that all servers give the same."""
    shown = f"{{schema: {{$ref: '#/components/schemas/Order'}}, example: {json.dumps(ORDER)}}}"
    return CONTRACT.replace("{schema: {$ref: '#/components/schemas/Order'}}", shown)


def post_script(folder):
    """wrk's script that places an order; its body is judged."""
    body = json.dumps(PLACED).replace("'", "\\'")
    return write(os.path.join(folder, "place.lua"),
                 f"wrk.method = 'POST'\nwrk.body = '{body}'\nwrk.headers['Content-Type'] = 'application/json'\n")


def wiremock(folder, port):
    """With a mapping for each request; its journal off, as it grows without end."""
    root = os.path.join(folder, "wiremock")
    os.makedirs(os.path.join(root, "mappings"), exist_ok=True)
    answer = {"headers": {"Content-Type": "application/json"}, "jsonBody": ORDER}
    mappings = {"read": {"request": {"method": "GET", "urlPathPattern": "/orders/ord-[0-9]{4}"}, "response": {"status": 200, **answer}},
                "place": {"request": {"method": "POST", "urlPath": "/orders"}, "response": {"status": 201, **answer}}}
    for name, mapping in mappings.items():
        write(os.path.join(root, "mappings", f"{name}.json"), json.dumps(mapping))
    build = os.path.join(PEERS, "node_modules", "wiremock", "build")
    jar = next(os.path.join(build, name) for name in sorted(os.listdir(build)) if name.endswith(".jar"))
    return ["java", "-Xmx512m", "-jar", jar, "--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", root,
            "--no-request-journal", "--disable-banner"]


def prism(contract, port):
    program = os.path.join(PEERS, "node_modules", "@stoplight", "prism-cli", "dist", "index.js")
    return ["node", program, "mock", contract, "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "silent"]


def version(package):
    with open(os.path.join(PEERS, "package.json"), encoding="utf-8") as file:
        return json.load(file)["dependencies"][package]


def ask(port, path, body=None):
    """Status and JSON of one request."""
    data, headers = (None, {}) if body is None else (json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers), timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None


def check(name, port):
    """Figures of a server that answers something else, or judges nothing, would be worth nothing."""
    if ask(port, PATH) != (200, ORDER):
        raise RuntimeError(f"{name} does not answer with the order: {ask(port, PATH)}")
    if name.startswith("nginx"):
        return
    if ask(port, "/orders", PLACED) != (201, ORDER):
        raise RuntimeError(f"{name} takes no order: {ask(port, '/orders', PLACED)}")
    if not name.startswith("WireMock") and not 400 <= ask(port, "/orders", {**PLACED, "lines": []})[0] < 500:
        raise RuntimeError(f"{name} takes an order without lines")


def against_goals(results):
    """A line for each peer: the stub's rate of theirs, and their processor time for a request of the stub's."""
    lines = []
    for name in (name for name in results if name in GOALS):
        pairs = list(zip(results["Squall stub"], results[name]))
        rate, time = (statistics.median(values) for values in ([own["rate"] / peer["rate"] for own, peer in pairs],
                                                               [peer["cpu_us"] / own["cpu_us"] for own, peer in pairs]))
        kept = "kept" if rate >= GOALS[name] else "MISSED"
        lines.append(f"- {rate:.2f} of the rate of {name}; the goal is {GOALS[name]}: {kept}. A request takes {name} {time:.2f} times the processor time.")
    return lines + [""]


def rates(squall, folder, start, seconds, rounds):
    contract = write(os.path.join(folder, "stubbed.yaml"), contract_with_examples())
    os.makedirs(os.path.join(folder, "static", "orders"), exist_ok=True)
    os.chmod(folder, 0o755)  # nginx, started by root, reads files as another user
    write(os.path.join(folder, "static", PATH.strip("/")), json.dumps(ORDER, separators=(",", ":")))
    ports = {name: free_port() for name in ("Squall stub", *GOALS)}
    block = http_block(folder, f"""sendfile on; tcp_nopush on; open_file_cache max=10; default_type application/json;
server {{ listen 127.0.0.1:{ports['nginx, static file']} reuseport; root {folder}/static; }}""")
    servers = {
        "Squall stub": Server("stub", [squall, "stub", contract, "--port", str(ports["Squall stub"]), "--seed", "1"], ports["Squall stub"]),
        "nginx, static file": nginx(folder, "static", block, ports["nginx, static file"]),
        "Prism": Server("prism", prism(contract, ports["Prism"]), ports["Prism"], within=60),
        "WireMock, warmed": Server("wiremock", wiremock(folder, ports["WireMock, warmed"]), ports["WireMock, warmed"], within=60),
    }
    for server in servers.values():
        start(server)
    for name, port in ports.items():
        check(name, port)
    url = f"http://127.0.0.1:{ports['WireMock, warmed']}{PATH}"
    wrk(url, CONNECTIONS, WARM_UP)
    read = measure({name: (f"http://127.0.0.1:{server.port}{PATH}", server.process.pid) for name, server in servers.items()},
                   CONNECTIONS, seconds, rounds)
    script = post_script(folder)
    placed = measure({name: (f"http://127.0.0.1:{server.port}/orders", server.process.pid, script)
                      for name, server in servers.items() if not name.startswith("nginx")}, CONNECTIONS, seconds, rounds)
    lines = proxy_table(f"An order read, {CONNECTIONS} keep-alive connections", read, "Squall stub")
    lines += against_goals(read)
    lines += proxy_table(f"An order placed, its body judged (not by WireMock), {CONNECTIONS} keep-alive connections", placed, "Squall stub")
    lines += against_goals(placed)
    for server in servers.values():  # they would be in the way of what is measured next
        server.stop()
    return lines


def contract_of_size(size):
    """A contract of that many bytes of YAML: two operations for each thing, with ten properties each."""
    kinds = ["type: string, maxLength: 40", "type: integer, minimum: 0", "type: boolean", "type: string, format: date-time",
             "type: string, enum: [open, paid, shipped]"]
    paths, schemas = "", ""
    for number in range(10_000):
        reference = f"{{$ref: '#/components/schemas/Thing{number}'}}"
        paths += f"""  /things{number}:
    get:
      summary: All things of the kind {number}
      parameters: [{{name: limit, in: query, schema: {{type: integer, minimum: 1, maximum: 100}}}}]
      responses: {{'200': {{description: things, content: {{application/json: {{schema: {{type: array, items: {reference}}}}}}}}}}}
    post:
      requestBody: {{required: true, content: {{application/json: {{schema: {reference}}}}}}}
      responses: {{'201': {{description: made, content: {{application/json: {{schema: {reference}}}}}}}}}
"""
        schemas += f"    Thing{number}:\n      type: object\n      required: [p0, p1]\n      properties:\n"
        schemas += "".join(f"        p{index}: {{{kinds[index % len(kinds)]}}}\n" for index in range(10))
        text = f"openapi: 3.0.3\ninfo: {{title: Things, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
        if len(text) >= size:
            return text
    raise RuntimeError("so large a contract is not made")


def path_of(contract):
    """A path of the document that has GET and no parameters in it; '/' when there is none."""
    with open(contract, encoding="utf-8") as file:
        if not contract.endswith(".json"):
            return "/things0"
        paths = json.load(file).get("paths", {})
    return next((path for path, item in paths.items() if "get" in item and "{" not in path), "/")


def stub_start(squall, contract, path, count=10):
    """Milliseconds from exec to the first byte of the first answer, and peak resident memory in MB."""
    times, memory = [], []
    for _ in range(count):
        port = free_port()
        begin = time.perf_counter()
        process = subprocess.Popen([squall, "stub", contract, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while True:
                try:
                    with socket.create_connection(("127.0.0.1", port), 1) as s:
                        s.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
                        if s.recv(1):
                            break
                except OSError:
                    if process.poll() is not None or time.perf_counter() - begin > 10:
                        raise RuntimeError("the stub did not come up")
                    time.sleep(0.0005)
            times.append((time.perf_counter() - begin) * 1e3)
            with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
                memory.append(int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024)
        finally:
            process.terminate()
            process.wait()
    return times, memory


def starts(squall, folder, largest):
    medium = write(os.path.join(folder, "medium.yaml"), contract_of_size(50_000))
    lines = ["### Start", "", "| | size | start to first answer, ms | peak resident, MB | goal |", "|---|---|---|---|---|"]
    for name, contract in zip(START_GOALS, (medium, largest)):
        times, memory = stub_start(squall, contract, path_of(contract))
        most_ms, most_mb = START_GOALS[name]
        kept = statistics.median(times) <= most_ms and (most_mb is None or statistics.median(memory) <= most_mb)
        wanted = f"{most_ms} ms" + (f", {most_mb} MB" if most_mb else "")
        shown = name if contract is medium else f"{name}, `{os.path.basename(contract)}`"
        lines.append(f"| {shown} | {os.path.getsize(contract) / 1e3:,.0f} kB | {spread(times)} | {spread(memory, 1)} | "
                     f"{wanted}: {'kept' if kept else 'MISSED'} |")
    return lines + [""]


def stubbing(squall, folder, start, seconds, rounds, largest):
    """`start` takes a Server and stops it at the end; `largest` is the largest contract there is. The lines of the report."""
    lines = ["## Stub", "", f"One core each; requests are judged by Squall and by Prism {version('@stoplight/prism-cli')}; WireMock "
             f"{version('wiremock')} matches them. All give the same order of {len(json.dumps(ORDER, separators=(',', ':')))} bytes.", ""]
    return lines + rates(squall, folder, start, seconds, rounds) + starts(squall, folder, largest)
