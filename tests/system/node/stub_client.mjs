// The cases of ../stub_clients/cases.mjs by `fetch` and by undici: node stub_client.mjs fetch|undici URL. One line of
// JSON; of undici with how many connections it made, and what came of pipelined requests.
import { Client, Pool, request } from 'undici';
import { allCases } from '../stub_clients/cases.mjs';

const [client, url] = process.argv.slice(2);

// Connections stay however long a slow machine takes between two requests.
const PATIENT = { keepAliveTimeout: 600_000, keepAliveMaxTimeout: 600_000, headersTimeout: 600_000, bodyTimeout: 600_000 };

async function byFetch(method, path, options = {}) {
  const answer = await fetch(url + path, { method, ...options });
  return { status: answer.status, headers: (name) => answer.headers.get(name), text: await answer.text() };
}

function byUndici(pool) {
  return async (method, path, options = {}) => {
    const answer = await request(url + path, { method, ...options, dispatcher: pool });
    return { status: answer.statusCode, headers: (name) => answer.headers[name] ?? null, text: await answer.body.text() };
  };
}

// As many requests as fit go out before the first answer comes; answers must come in their order.
async function pipelined() {
  const pipe = new Client(url, { pipelining: 16, ...PATIENT });
  let connections = 0;
  pipe.on('connect', () => { connections += 1; });
  const names = Array.from({ length: 500 }, (_, index) => `pipe-${index}`);
  const answers = await Promise.all(names.map(async (name) => {
    const answer = await pipe.request({ method: 'GET', path: `/items/${name}`, blocking: false });
    return answer.statusCode === 200 && JSON.parse(await answer.body.text()).id === name;
  }));
  await pipe.close();
  return [answers.filter(Boolean).length, connections];
}

let result;
if (client === 'fetch') {
  result = await allCases(byFetch);
} else {
  const pool = new Pool(url, { connections: 8, ...PATIENT });
  let connections = 0;
  pool.on('connect', () => { connections += 1; });
  result = { ...await allCases(byUndici(pool)), connections, pipelined: await pipelined() };
  await pool.close();
}
console.log(JSON.stringify(result));
