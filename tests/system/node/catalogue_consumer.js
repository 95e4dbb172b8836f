// Finds its provider in a catalogue and calls its instances in turn, each time on a connection of its own.
// Usage: node catalogue_consumer.js PORT CATALOGUE_URL consul|eureka|once
"use strict";

const http = require("node:http");

const [port, catalogue, manner] = process.argv.slice(2);
const SERVICE = "rates";
let targets = [];
let turn = 0;

function get(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (more) => (body += more));
      answer.on("error", reject).on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    request.on("error", reject);
  });
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function health(query) {
  const answer = await get(`${catalogue}/v1/health/service/${SERVICE}?passing${query}`);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  targets = JSON.parse(answer.body).map(({ Service }) => ({ host: Service.Address, port: Service.Port }));
  return answer.headers["x-consul-index"];
}

// Blocking queries, one after the other.
async function followConsul() {
  let index = await health("");
  (async () => {
    for (;;) index = await health(`&index=${index}&wait=10s`);
  })();
}

async function applications(path) {
  const answer = await get(`${catalogue}/eureka/apps${path}`, { Accept: "application/json" });
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  return JSON.parse(answer.body).applications;
}

const instancesOf = (all) =>
  all.application.filter((one) => one.name === SERVICE.toUpperCase()).flatMap((one) => one.instance);

// All of it once, then what changed; all of it again when the hash code says that something was missed.
async function followEureka() {
  const known = new Map();
  const use = () => (targets = [...known.values()].map((one) => ({ host: one.ipAddr, port: one.port.$ })));
  const fetchAll = async () => {
    known.clear();
    for (const one of instancesOf(await applications(""))) known.set(one.instanceId, one);
    use();
  };
  await fetchAll();
  (async () => {
    for (;;) {
      await pause(200);
      const delta = await applications("/delta");
      for (const one of instancesOf(delta)) {
        if (one.actionType === "DELETED") known.delete(one.instanceId);
        else known.set(one.instanceId, one);
      }
      use();
      if (delta.apps__hashcode !== `UP_${known.size}_`) await fetchAll();
    }
  })();
}

function pass(request, response) {
  const target = targets[turn++ % targets.length];
  const call = http.request({ ...target, path: request.url, agent: false }, (answer) => {
    answer.resume().on("end", () => response.writeHead(answer.statusCode).end());
  });
  call.on("error", () => response.writeHead(502).end()).end();
}

const follow = { consul: followConsul, eureka: followEureka, once: () => health("") };
follow[manner]().then(() => {
  http
    .createServer((request, response) => {
      if (request.url === "/health") response.writeHead(204).end();
      else pass(request, response);
    })
    .listen(Number(port), "127.0.0.1");
});
