"""How large a request is: its parameters (path, query, declared headers) and the members of its body, elements of
arrays that are no objects included. Of several requests that belong together, the last one, which shows the bug, counts:
those before it make the things that it is about."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import yaml

DECLARED_HEADERS = {"if-match", "if-none-match", "x-request-id"}


class Paths:
    """The templates of the contract, to tell parameters of a path from its fixed segments."""

    def __init__(self, contract):
        self.templates = [path.split("/") for path in yaml.safe_load(contract.read_text())["paths"]]

    def parameters(self, path):
        segments = path.split("/")
        counts = [
            sum(wanted.startswith("{") for wanted in template)
            for template in self.templates
            if len(template) == len(segments) and all(w.startswith("{") or w == s for w, s in zip(template, segments))
        ]
        return min(counts, default=0)


def members(value):
    if isinstance(value, dict):
        return sum(1 + (members(each) if isinstance(each, (dict, list)) else 0) for each in value.values())
    if isinstance(value, list):
        return sum(members(each) if isinstance(each, (dict, list)) else 1 for each in value)
    return 0


def body_size(body, content_type=""):
    if not body:
        return 0
    if "multipart" in content_type:
        return body.count("form-data; name=")
    try:
        return members(json.loads(body))
    except ValueError:
        is_form = "urlencoded" in content_type or re.match(r"\w+=", body)
        return len(parse_qsl(body, keep_blank_values=True)) if is_form else 0


def size(paths, target, headers, body):
    url = urlsplit(target)
    named = {name.lower(): value for name, value in headers}
    query = len(parse_qsl(url.query, keep_blank_values=True))
    declared = sum(name in DECLARED_HEADERS for name in named)
    return paths.parameters(url.path) + query + declared + body_size(body, named.get("content-type", ""))


def requests_by_hand(text):
    """(method, target, headers, body) of each request in the library's own listing:
    METHOD TARGET [HEADER: VALUE |]... [BODY], joined by ' ; '."""
    for request in text.split(" ; "):
        method, target, rest = (request + "  ").split(" ", 2)
        headers = []
        while found := re.match(r"([A-Z][A-Za-z-]+): ?([^|]*?) ?\|\s*", rest):
            headers.append(found.groups())
            rest = rest[found.end() :]
        yield method, target, headers, rest.strip()


def size_by_hand(paths, text):
    _, target, headers, body = list(requests_by_hand(text))[-1]
    return size(paths, target, headers, body)


def size_of_finding(paths, finding):
    """None when the finding shows no exchange."""
    if not finding.get("exchanges"):
        return None
    request = finding["exchanges"][-1]["request"]
    headers = [(header["name"], header["value"]) for header in request["headers"]]
    return size(paths, request["url"], headers, request.get("body", ""))
