'use strict';
// toxiproxy-node-client, driven by lines of JSON: {"on": NAME, "call": METHOD, "given": [...], "keep": NAME} calls a
// method of a kept object; the answer is a line {"value": ...} or {"error": MESSAGE}. "server" is kept from the
// beginning. usage: toxiproxy_client.js URL
const readline = require('readline');
const { Toxiproxy } = require('toxiproxy-node-client');

const kept = { server: new Toxiproxy(process.argv[2]) };

function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value.toJson === 'function') return value.toJson();
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { on, call, given, keep } = JSON.parse(line);
    let answer;
    try {
      const value = await kept[on][call](...given);
      if (keep) kept[keep] = value;
      answer = { value: plain(value) };
    } catch (error) {
      answer = { error: error.message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

main();
