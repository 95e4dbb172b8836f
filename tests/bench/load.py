"""Servers on one core, load on the other, and tables of what was measured."""
import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import time

LOAD_CORE, TEST_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.005)
    raise RuntimeError(f"nothing listens on port {port}")


def cpu_seconds(pid):
    """CPU time of a process and its children."""
    total = 0.0
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = open(f"/proc/{entry}/stat").read().rsplit(")", 1)[1].split()
            if int(entry) == pid or int(fields[1]) == pid:
                total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


class Server:
    def __init__(self, name, argv, port, core=TEST_CORE, within=10):
        self.name, self.port = name, port
        self.process = subprocess.Popen(["taskset", "-c", core] + argv, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for(port, within)

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def nginx(folder, name, body, port, modules=""):
    conf = write(os.path.join(folder, f"{name}.conf"), f"""
{modules}
daemon off; worker_processes 1; pid {folder}/{name}.pid; error_log /dev/null; worker_rlimit_nofile 20000;
events {{ worker_connections 16384; }}
{body}
""")
    return Server(name, ["nginx", "-c", conf, "-e", "/dev/null"], port)


def http_block(folder, inside):
    temp = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"http {{ access_log off; keepalive_requests 1000000000; {temp} {inside} }}"


def wrk(url, connections, seconds, script=None):
    scripted = ["-s", script] if script else []
    out = subprocess.run(["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *scripted, url],
                         capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    latency = {}
    for share, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", out):
        latency[share] = float(value) * {"us": 1e-3, "ms": 1.0, "s": 1e3}[unit]
    failures = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", out))
    non2xx = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    if non2xx:
        failures += int(non2xx.group(1))
    return {"rate": rate, "requests": requests, "p50": latency.get("50", 0), "p99": latency.get("99", 0), "failures": failures}


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def measure(targets, connections, seconds, rounds):
    """targets: name -> (url, pid or None) and perhaps a script of wrk. Rounds are interleaved; one short warm-up each."""
    results = {name: [] for name in targets}
    for url, _, *script in targets.values():
        wrk(url, connections, 1, *script)
    for _ in range(rounds):
        for name, (url, pid, *script) in targets.items():
            before = cpu_seconds(pid) if pid else 0
            sample = wrk(url, connections, seconds, *script)
            sample["cpu_us"] = (cpu_seconds(pid) - before) / sample["requests"] * 1e6 if pid else 0
            results[name].append(sample)
    return results


def proxy_table(title, results, base):
    lines = [f"### {title}", "", "| | requests/s of " + base + " | requests/s | CPU us/request | p50 ms | p99 ms | failures |",
             "|---|---|---|---|---|---|---|"]
    for name, samples in results.items():
        ratios = [s["rate"] / b["rate"] for s, b in zip(samples, results[base])]
        lines.append("| {} | {} | {:,.0f} | {} | {} | {} | {} |".format(
            name, spread(ratios), statistics.median(s["rate"] for s in samples),
            spread([s["cpu_us"] for s in samples], 1) if samples[0]["cpu_us"] else "-",
            spread([s["p50"] for s in samples]), spread([s["p99"] for s in samples]), sum(s["failures"] for s in samples)))
    return lines + [""]
