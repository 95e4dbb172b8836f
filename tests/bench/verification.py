"""Requests verified end to end: generated, sent, and their answers judged, against a loopback server that is faster."""
import json
import os
import statistics
import subprocess
import time

PHASE = "fuzz"
ORDER = {
    "id": "ord-1001", "state": "open", "total": 129.90, "placed_at": "2026-03-14T09:15:00Z",
    "lines": [{"sku": "abc-001", "quantity": 2}, {"sku": "abd-014", "quantity": 1, "note": "blue"}],
    "ship_to": {"street": "1 Harbour Road", "city": "Lowestoft", "country": "GB", "postcode": "NR32 1BY"},
    "email": "anna@example.org", "gift": False,
}
CONTRACT = """
openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: state, in: query, schema: {type: string, enum: [open, paid, shipped]}}
      responses:
        '200': {description: the orders, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}}
      responses:
        '201':
          description: placed
          headers: {Location: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: '^ord-[0-9]{4}$'}}]
    get:
      responses:
        '200': {description: the order, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewOrder'}}}}
      responses:
        '200': {description: the order, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
components:
  schemas:
    Address:
      type: object
      required: [street, city, country]
      properties:
        street: {type: string, minLength: 1, maxLength: 80}
        city: {type: string, minLength: 1, maxLength: 40}
        country: {type: string, pattern: '^[A-Z]{2}$'}
        postcode: {type: string, maxLength: 12}
    Line:
      type: object
      required: [sku, quantity]
      additionalProperties: false
      properties:
        sku: {type: string, pattern: '^[a-z]{3}-[0-9]{3}$'}
        quantity: {type: integer, minimum: 1, maximum: 99}
        note: {type: string, maxLength: 60}
    NewOrder:
      type: object
      required: [lines, ship_to]
      properties: &new
        lines: {type: array, minItems: 1, maxItems: 6, items: {$ref: '#/components/schemas/Line'}}
        ship_to: {$ref: '#/components/schemas/Address'}
        email: {type: string, format: email}
        gift: {type: boolean}
    Order:
      type: object
      required: [id, state, lines, ship_to, total, placed_at]
      properties:
        <<: *new
        id: {type: string, pattern: '^ord-[0-9]{4}$'}
        state: {type: string, enum: [open, paid, shipped]}
        total: {type: number, minimum: 0}
        placed_at: {type: string, format: date-time}
""".lstrip()


def locations():
    """What goes into nginx's server block: conforming answers, written beforehand."""
    order = json.dumps(ORDER, separators=(",", ":"))
    return f"""
      default_type application/json;
      location = /orders {{
        if ($request_method = POST) {{ add_header Location /orders/ord-1001; return 201 '{order}'; }}
        return 200 '[{order},{order}]';
      }}
      location /orders/ {{ return 200 '{order}'; }}"""


def verify_once(squall, folder, port, workers, requests):
    report = os.path.join(folder, "verification.json")
    begin = time.monotonic()
    subprocess.run([squall, "verify", os.path.join(folder, "orders.yaml"), "--url", f"http://127.0.0.1:{port}",
                    "--phase", PHASE, "--max-examples", str(requests), "--workers", str(workers), "--seed", "1",
                    "--report", f"json={report}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - begin
    with open(report, encoding="utf-8") as file:
        return sum(one["requests"] for one in json.load(file)["coverage"]) / seconds


def verification(squall, folder, port, server_rate, rounds):
    """The table of RESULTS.md; `server_rate` is what wrk gets from the same server in the same run."""
    with open(os.path.join(folder, "orders.yaml"), "w", encoding="utf-8") as file:
        file.write(CONTRACT)
    lines = ["## Provider verification", "",
             f"Four operations, orders of 300 bytes; from the start of the process to its end, both cores. The server answers "
             f"{server_rate:,.0f} requests/s to wrk.", "", "| workers | requests verified/s |", "|---|---|"]
    for workers in (1, 2, 8):
        rates = [verify_once(squall, folder, port, workers, 10_000) for _ in range(rounds)]
        lines.append(f"| {workers} | {statistics.median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) |")
    return lines + [""]
