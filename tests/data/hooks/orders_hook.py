"""A hook for squall verify: knows a customer, signs requests, looks at answers. See harness/README.md."""

import hashlib
import json
import sys

KEY = "hook-secret-"


def hello(question):
    assert question["version"] == 1
    return {"version": 1, "wants": ["values", "before_request", "after_response"]}


def values(question):
    known = {"path.orderId": 7, "query.customer": "c-1", "body/customer": "c-1"}
    return {"values": known}


def before_request(question):
    request = question["request"]
    if request["method"] == "DELETE":
        return {"skip": "nothing is deleted here"}
    signature = KEY + hashlib.sha256((request["target"] + request["body"]).encode()).hexdigest()[:8]
    return {"request": {"headers": {"X-Signature": signature, "X-Generated": None}}}


def after_response(question):
    response = question["response"]
    if response["status"] == 200 and "X-Trace" not in response["headers"]:
        return {"findings": [{"rule": "trace", "severity": "warning", "message": "the answer carries no X-Trace"}]}
    return {"notes": ["every answer is traced"]}


ANSWERS = {"hello": hello, "values": values, "before_request": before_request, "after_response": after_response}

for line in sys.stdin:
    question = json.loads(line)
    answer = ANSWERS[question["type"]](question)
    print(json.dumps({"id": question["id"], **answer}), flush=True)
