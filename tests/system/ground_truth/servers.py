"""nginx and HAProxy as consumers: configurations with one upstream, or with two replicas of it, each through an edge."""

from measuring import HERE
from truth import EDGE, FOLDER, PORT, Variant

NGINX = """
daemon off; master_process off; error_log stderr crit; pid nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  upstream provider {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location = /health {{ return 200 ok; }}
    location / {{ proxy_pass http://provider; {directives} }}
  }}
}}
"""

HAPROXY = """
global
  maxconn 2000
defaults
  mode http
  timeout client 60s
{defaults}
frontend consumers
  bind 127.0.0.1:{port}
  http-request return status 200 if {{ path /health }}
{frontend}
  default_backend providers
backend providers
{backend}
"""


def address(replica=None):
    edge = EDGE if replica is None else f"{EDGE}.{replica}"
    return f"${{edges.{edge}.host}}:${{edges.{edge}.port}}"


FIRST, SECOND = "provider", "provider-2"


def nginx_configuration(port, servers, directives):
    """`servers`: what stands in the upstream's block."""
    return NGINX.format(port=port, servers=" ".join(f"server {server};" for server in servers), directives=directives)


def variant(server, name, configuration, truth, **more):
    command = ("python3", str(HERE / "serve.py"), server, f"{FOLDER}/{server}")
    return Variant(name, command, truth, {"CONFIGURATION": configuration}, **more)


def nginx(name, truth, directives, servers=None, **more):
    servers = servers or [f"{address()} max_fails=0"]
    return variant("nginx", name, nginx_configuration(PORT, servers, directives), truth, **more)


def lines(text):
    return "\n".join(f"  {line.strip()}" for line in text.strip().split(";") if line.strip())


def haproxy(name, truth, defaults, backend=None, frontend="", **more):
    """Lines end with `;`."""
    backend = backend or f"server first {address()}"
    configuration = HAPROXY.format(port=PORT, defaults=lines(defaults), frontend=lines(frontend), backend=lines(backend))
    return variant("haproxy", name, configuration, truth, **more)
