"""What a proxied edge costs: against HAProxy and nginx in the same run, one core for whatever proxies."""
import contextlib
import os
import re
import resource
import socket
import statistics
import time

from load import Server, cpu_seconds, free_port, http_block, measure, nginx, proxy_table, spread, write

BULK = 1 << 30
IDLE = 10_000
BLOCK = 1 << 20


def proxying(squall, responder, folder, start, seconds, rounds):
    """`start` takes a Server and stops it at the end; `responder` only waits. The lines of the report."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    os.chmod(folder, 0o711)  # the worker of nginx may be another user
    bulk = os.path.join(folder, "bulk")
    with open(bulk, "wb") as file:
        for _ in range(BULK // BLOCK):
            file.write(b"\x5a" * BLOCK)
    upstream = free_port()
    start(nginx(folder, "origin", http_block(folder, f"""server {{ listen 127.0.0.1:{upstream} reuseport; sendfile on; sendfile_max_chunk 2m;
location = / {{ return 200 'hello'; }} location = /bulk {{ root {folder}; }} }}"""), upstream))

    def proxy(name, *arguments):
        port = free_port()
        return start(Server(name, [squall, "proxy", "--listen", f"127.0.0.1:{port}", "--upstream", f"127.0.0.1:{upstream}", *arguments], port))

    def target(server):
        return (f"http://127.0.0.1:{server.port}/", server.process.pid)

    haproxy, stream, passing = peers(folder, start, upstream)
    direct = {"direct": (f"http://127.0.0.1:{upstream}/", None)}
    tcp, http = proxy("tcp", "--protocol", "tcp"), proxy("http", "--protocol", "http")
    rules = [word for n in range(10) for word in ("--fault", f"abort: 503, method: GET, path: '/orders/{{id}}/items/{n}'")]
    ruled = proxy("ruled", "--protocol", "http", *rules)
    delayed = proxy("delayed", "--protocol", "tcp", "--fault", "latency: 10ms")

    lines = ["## Proxy", ""]
    l4 = direct | {"HAProxy tcp": target(haproxy), "Squall tcp": target(tcp)}
    lines += proxy_table("L4, 64 keep-alive connections", measure(l4, 64, seconds, rounds), "HAProxy tcp")
    lines += proxy_table("L4, 1 connection", measure(l4, 1, seconds, rounds), "HAProxy tcp")
    l7 = direct | {"nginx proxy_pass": target(passing), "Squall http": target(http)}
    lines += proxy_table("L7, 64 keep-alive connections", measure(l7, 64, seconds, rounds), "nginx proxy_pass")
    l7_rules = {"Squall http": target(http), "Squall http, ten rules that match nothing": target(ruled)}
    lines += proxy_table("L7 rules, 64 keep-alive connections", measure(l7_rules, 64, seconds, rounds), "Squall http")
    port = free_port()
    waiting = start(Server("responder", [responder, str(port), "10000"], port))
    slow = {"waiting responder": target(waiting), "Squall tcp, latency 10 ms": target(delayed)}
    lines += proxy_table("Latency fault of 10 ms, 64 connections", measure(slow, 64, seconds, rounds), "waiting responder")
    lines[-1:] = ["", "The responder (`delaying_responder.cpp`) has no upstream: its tail is what the machine does to a wait by itself.", ""]
    lines += bulk_table({"nginx stream": stream, "HAProxy tcp": haproxy, "Squall tcp": tcp, "Squall http": http}, rounds)
    lines += idle_table({"Squall tcp": tcp, "Squall http": http})
    return lines


def peers(folder, start, upstream):
    haproxy_port, stream_port, pass_port = free_port(), free_port(), free_port()
    conf = write(os.path.join(folder, "haproxy.cfg"), f"""
global
  nbthread 1
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen edge
  bind 127.0.0.1:{haproxy_port}
  server origin 127.0.0.1:{upstream}
""")
    haproxy = start(Server("haproxy", ["haproxy", "-db", "-f", conf], haproxy_port))
    stream = start(nginx(folder, "stream", f"stream {{ server {{ listen 127.0.0.1:{stream_port}; proxy_pass 127.0.0.1:{upstream}; }} }}", stream_port,
                         "load_module /usr/lib/nginx/modules/ngx_stream_module.so;"))
    passing = start(nginx(folder, "pass", http_block(folder, f"""
upstream origin {{ server 127.0.0.1:{upstream}; keepalive 128; keepalive_requests 1000000000; }}
server {{ listen 127.0.0.1:{pass_port}; location / {{ proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}"""), pass_port))
    return haproxy, stream, passing


def download(port):
    """Seconds that one body of BULK bytes takes. It is read and dropped in the kernel, so that the reader is no bottleneck."""
    with socket.create_connection(("127.0.0.1", port)) as s:
        begin = time.perf_counter()
        s.sendall(b"GET /bulk HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            head += s.recv(1)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"no bulk: {head[:40]}")
        got, room = 0, bytearray(BLOCK)
        while got < BULK:
            count = s.recv_into(room, BLOCK, socket.MSG_TRUNC)
            if count == 0:
                raise RuntimeError(f"the bulk ended after {got} bytes")
            got += count
        return time.perf_counter() - begin


def bulk_table(servers, rounds):
    times, cpu = {name: [] for name in servers}, {name: [] for name in servers}
    for server in servers.values():
        download(server.port)
    for _ in range(rounds):
        for name, server in servers.items():
            before = cpu_seconds(server.process.pid)
            times[name].append(download(server.port))
            cpu[name].append(cpu_seconds(server.process.pid) - before)
    base = next(iter(servers))
    lines = ["### Bulk, 1 GiB on one connection", "", f"| | rate of {base} | GB/s | CPU s/GiB |", "|---|---|---|---|"]
    for name, taken in times.items():
        ratios = [b / t for t, b in zip(taken, times[base])]
        lines.append(f"| {name} | {spread(ratios)} | {statistics.median(BULK / 1e9 / t for t in taken):.2f} | {spread(cpu[name])} |")
    return lines + [""]


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read()).group(1)) / 1024


def idle_table(servers):
    """Memory that open connections hold which have all been used once. As many as descriptors allow for."""
    count = min(IDLE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1] - 100) // 2)
    lines = [f"### {count:,} idle connections, each used once", "", "| | resident MB | before |", "|---|---|---|"]
    for name, server in servers.items():
        before = resident(server.process.pid)
        with contextlib.ExitStack() as connections:
            for _ in range(count):
                s = connections.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
                s.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                if b"hello" not in s.recv(4096):
                    raise RuntimeError(f"{name}: an idle connection got no answer")
            lines.append(f"| {name} | {resident(server.process.pid):.1f} | {before:.1f} |")
    return lines + [""]
