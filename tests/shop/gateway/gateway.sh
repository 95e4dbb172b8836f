#!/bin/sh
# The shop's API gateway: nginx in the foreground, unprivileged, everything it writes below DIR.
# usage: gateway --port N --orders URL --dir DIR
set -eu
port= orders= dir=
while [ $# -ge 2 ]; do
  case $1 in
    --port) port=$2 ;;
    --orders) orders=$2 ;;
    --dir) dir=$2 ;;
    *) echo "gateway: '$1' is not known" >&2; exit 2 ;;
  esac
  shift 2
done
if [ -z "$port" ] || [ -z "$orders" ] || [ -z "$dir" ]; then
  echo "usage: gateway --port N --orders URL --dir DIR" >&2
  exit 2
fi
PATH=$PATH:/usr/sbin:/usr/local/sbin
mkdir -p "$dir"
cat >"$dir/nginx.conf" <<CONF
daemon off;
master_process off;
pid $dir/nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  server_tokens off;
  default_type application/problem+json;
  client_body_temp_path $dir/body;
  proxy_temp_path $dir/proxy;
  fastcgi_temp_path $dir/fastcgi;
  uwsgi_temp_path $dir/uwsgi;
  scgi_temp_path $dir/scgi;
  server {
    listen 127.0.0.1:$port;
    client_max_body_size 1m;
    error_page 400 413 414 431 494 =400 @bad;
    location = /health {
      default_type application/json;
      return 200 '{"status":"ok"}';
    }
    location / {
      proxy_pass $orders;
      proxy_http_version 1.1;
      proxy_set_header Connection close;
      proxy_set_header Host \$host;
      proxy_connect_timeout 1s;
      proxy_read_timeout 5s;
      proxy_next_upstream off;
      proxy_intercept_errors off;
      error_page 502 504 =503 @unavailable;
    }
    location @unavailable {
      internal;
      add_header Retry-After 1 always;
      return 503 '{"type":"about:blank","title":"Service unavailable","status":503,"detail":"orders cannot be reached"}';
    }
    location @bad {
      internal;
      return 400 '{"type":"about:blank","title":"Bad request","status":400,"detail":"the gateway cannot read the request"}';
    }
  }
}
CONF
exec nginx -e stderr -p "$dir" -c "$dir/nginx.conf"
