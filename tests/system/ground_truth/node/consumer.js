'use strict';
// Passes requests on to UPSTREAM through the library that LIBRARY names (libraries/LIBRARY.js), which is given OPTIONS
// (JSON). usage: consumer.js PORT
const http = require('http');
const path = require('path');

async function body(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return pieces.length > 0 ? Buffer.concat(pieces).toString() : undefined;
}

// What is handed on: who asks (the trace), and what is sent.
async function outgoing(request) {
  const headers = {};
  for (const name of ['traceparent', 'idempotency-key', 'content-type']) {
    if (request.headers[name]) headers[name] = request.headers[name];
  }
  return { method: request.method, url: process.env.UPSTREAM + request.url, headers, body: await body(request) };
}

async function main() {
  const protect = require(path.join(__dirname, 'libraries', `${process.env.LIBRARY}.js`));
  const call = await protect(JSON.parse(process.env.OPTIONS || '{}'));
  http.createServer(async (request, response) => {
    const send = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/health') return send(200, { status: 'ok' });
    try {
      send(200, await call(await outgoing(request)));
    } catch (error) {
      send(503, { error: error.message });
    }
  }).listen(Number(process.argv[2]), '127.0.0.1');
}

main();
