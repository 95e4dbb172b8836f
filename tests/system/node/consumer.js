'use strict';
// Passes GET /value on to UPSTREAM, with opossum (PROTECTION=opossum, OPOSSUM holds its options as JSON) or with plain
// fetch. usage: consumer.js PORT
const http = require('http');

async function ask(headers) {
  const answer = await fetch(`${process.env.UPSTREAM}/value`, { headers });
  if (!answer.ok) throw new Error(`upstream answered ${answer.status}`);
  return answer.json();
}

function protection() {
  if (process.env.PROTECTION !== 'opossum') return ask;
  const CircuitBreaker = require('opossum');
  const breaker = new CircuitBreaker(ask, JSON.parse(process.env.OPOSSUM));
  return (headers) => breaker.fire(headers);
}

const call = protection();

http.createServer(async (request, response) => {
  const send = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.url === '/health') return send(200, { status: 'ok' });
  try {
    const { traceparent } = request.headers;
    send(200, await call(traceparent ? { traceparent } : {}));
  } catch (error) {
    send(503, { error: error.message });
  }
}).listen(Number(process.argv[2]), '127.0.0.1');
