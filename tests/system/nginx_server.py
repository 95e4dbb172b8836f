#!/usr/bin/env python3
"""nginx as a consumer: one location passed on to an upstream. Writes its configuration, then becomes nginx.

usage: nginx_server.py --port N --upstream URL --dir DIR [--read-timeout T] [--tries N]
With --tries the upstream counts as that many servers and more: nginx goes on to the next one on an error, a timeout or 503.
"""

import argparse
import os
from pathlib import Path

CONFIGURATION = """
daemon off;
master_process off;
pid {dir}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {dir}/body;
  proxy_temp_path {dir}/proxy;
  fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi;
  scgi_temp_path {dir}/scgi;
  upstream provider {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location = /health {{ return 200 ok; }}
    location / {{
      proxy_pass http://provider;
      proxy_read_timeout {read_timeout};
      {next_upstream}
    }}
  }}
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", required=True)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--dir", required=True)
    parser.add_argument("--read-timeout", default="60s")
    parser.add_argument("--tries", type=int, default=0)
    arguments = parser.parse_args()
    address = arguments.upstream.removeprefix("http://").rstrip("/")
    next_upstream = "proxy_next_upstream off;"
    if arguments.tries:
        next_upstream = f"proxy_next_upstream error timeout http_503; proxy_next_upstream_tries {arguments.tries};"
    folder = Path(arguments.dir)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(
        CONFIGURATION.format(
            dir=folder,
            port=arguments.port,
            read_timeout=arguments.read_timeout,
            servers=f"server {address} max_fails=0; " * (arguments.tries + 2),
            next_upstream=next_upstream,
        )
    )
    os.environ["PATH"] += ":/usr/sbin:/usr/local/sbin"
    os.execvp("nginx", ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(file)])


if __name__ == "__main__":
    main()
