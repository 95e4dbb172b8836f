// A consumer of the orders API with its tests. FLAW chooses what it wrongly relies on; without it, it is sound.
import assert from "node:assert/strict";

const flaw = process.env.FLAW ?? "";
const base = process.env.ORDERS_URL;

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: text === "" ? undefined : JSON.parse(text) };
}

const states = { open: "on its way", paid: "done" };
const flawed = {
  optional: (order) => order.note.toUpperCase(),
  enum: (order) => {
    if (!(order.state in states)) throw new Error(`unknown state ${order.state}`);
  },
  order: (order, text) => assert.ok(/^\s*\{\s*"id"/.test(text), "the id does not come first"),
  decimal: (order, text) => assert.ok(/"quantity"\s*:\s*\d+\s*[,}]/.test(text), "no whole quantity"),
  null: (order) => order.coupon !== undefined && order.coupon.length,
  added: (order) => {
    for (const key of Object.keys(order)) assert.ok(["id", "state", "quantity", "note", "coupon"].includes(key), `unknown ${key}`);
  },
};

function describe(order, text) {
  flawed[flaw]?.(order, text);
  const note = typeof order.note === "string" ? ` (${order.note})` : "";
  const coupon = typeof order.coupon === "string" ? `, ${order.coupon}` : "";
  return `${order.id}: ${Math.trunc(order.quantity)} pieces ${states[order.state] ?? "somewhere"}${note}${coupon}`;
}

const one = await call("GET", "/orders/7");
assert.equal(one.status, 200);
assert.match(describe(one.json, one.text), /^\d+: \d+ pieces /);

const list = await call("GET", "/orders?limit=10");
assert.equal(list.status, 200);
if (flaw === "empty") assert.ok(list.json.orders[0].id > 0);
if (flaw === "full") assert.ok(list.json.orders.length < 10, "more than a page");
for (const order of list.json.orders) assert.ok(order.id > 0);

const made = await call("POST", "/orders", { sku: "abc", quantity: 1 });
if (flaw === "status") assert.equal(made.status, 201);
if (flaw === "header") assert.ok(Number(made.headers.get("x-request-cost")) > 0);
assert.ok(made.status >= 200 && made.status < 300);
assert.ok(made.json.id > 0);
if (flaw === "flaky") assert.ok(Math.random() < 0.6, "one of those days");
if (flaw === "forbidden") await call("POST", "/orders", { sku: "", quantity: 0 });
if (flaw === "broken") assert.fail("the tests fail by themselves");
