#!/usr/bin/env python3
"""The cases of cases.mjs by Python's requests: requests_client.py URL. One line of JSON, with how many connections it made."""

import gzip
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests

NOTE, LARGE, MANY = "a b+c/d?e&ü", 4_000_000, 200
PATIENCE = 200  # seconds without a byte
GZIP = {"Content-Type": "application/json", "Content-Encoding": "gzip"}


def zipped(session, url, value):
    return session.post(url + "/items", data=gzip.compress(json.dumps(value).encode()), headers=GZIP, timeout=PATIENCE)


def chunks(text):
    """A body of unknown length, which requests sends in chunks."""
    body = json.dumps({"text": text}).encode()
    for at in range(0, len(body), 100_000):
        yield body[at : at + 100_000]


def main(url):
    with requests.Session() as session, requests.Session() as crowd:
        session.trust_env = crowd.trust_env = False  # no proxies of the environment
        crowd.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=8, pool_block=True))

        def ask(method, path, **options):
            return session.request(method, url + path, timeout=PATIENCE, **options)

        item, head, plain = ask("GET", "/items/seven", params={"note": NOTE}), ask("HEAD", "/items/seven"), ask("GET", "/items/seven")
        missing = ask("GET", "/nowhere")
        made, refused = ask("POST", "/items", json={"name": "made"}), ask("POST", "/items", json={"name": 5})
        coded, unfit = zipped(session, url, {"name": "zipped"}), zipped(session, url, {"name": 5})
        removed = ask("DELETE", "/items/seven")
        text = "x" * LARGE
        large = ask("PUT", "/documents/one", data=chunks(text), headers={"Content-Type": "application/json"})
        names = [f"item-{index}" for index in range(MANY)]
        with ThreadPoolExecutor(8) as threads:
            many = list(threads.map(lambda name: crowd.get(f"{url}/items/{name}", timeout=PATIENCE).json()["id"], names))
        print(json.dumps({
            "get": [item.status_code, item.headers["Content-Type"], item.json()["id"], item.json()["note"]],
            "head": [head.status_code, len(head.content), head.headers["Content-Length"] == str(len(plain.content))],
            "missing": [missing.status_code, missing.headers["Content-Type"]],
            "made": [made.status_code, made.headers["Location"], made.json()["id"]],
            "refused": [refused.status_code, refused.json()["violations"][0]["pointer"]],
            "gzip": [coded.status_code, coded.headers["Location"]],
            "gzip_refused": [unfit.status_code, unfit.json()["violations"][0]["pointer"]],
            "removed": [removed.status_code, len(removed.content)],
            "large": [large.status_code, large.json()["text"] == text],
            "many": sum(one == name for one, name in zip(many, names)),
            "connections": session.get_adapter(url).poolmanager.connection_from_url(url).num_connections,
        }))


if __name__ == "__main__":
    main(sys.argv[1])
