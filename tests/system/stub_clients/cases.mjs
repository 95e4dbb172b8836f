// What every client asks of the stub, for those that speak JavaScript: `ask(method, path, {headers, body})` is the
// client, and gives {status, headers: name => value, text}. See stub_clients_test.py for what must come of it.

const JSON_TYPE = { 'Content-Type': 'application/json' };
export const NOTE = 'a b+c/d?e&ü';
export const LARGE = 4_000_000;  // bytes of a text
export const MANY = 200;         // requests under way at once

async function gzipped(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function allCases(ask) {
  const item = await ask('GET', `/items/seven?${new URLSearchParams({ note: NOTE })}`);
  const head = await ask('HEAD', '/items/seven');
  const plain = await ask('GET', '/items/seven');
  const missing = await ask('GET', '/nowhere');
  const made = await ask('POST', '/items', { headers: JSON_TYPE, body: JSON.stringify({ name: 'made' }) });
  const refused = await ask('POST', '/items', { headers: JSON_TYPE, body: JSON.stringify({ name: 5 }) });
  const coded = { ...JSON_TYPE, 'Content-Encoding': 'gzip' };
  const zipped = await ask('POST', '/items', { headers: coded, body: await gzipped(JSON.stringify({ name: 'zipped' })) });
  const unfit = await ask('POST', '/items', { headers: coded, body: await gzipped(JSON.stringify({ name: 5 })) });
  const removed = await ask('DELETE', '/items/seven');
  const text = 'x'.repeat(LARGE);
  const large = await ask('PUT', '/documents/one', { headers: JSON_TYPE, body: JSON.stringify({ text }) });
  const names = Array.from({ length: MANY }, (_, index) => `item-${index}`);
  const many = await Promise.all(names.map((name) => ask('GET', `/items/${name}`)));
  return {
    get: [item.status, item.headers('content-type'), JSON.parse(item.text).id, JSON.parse(item.text).note],
    head: [head.status, head.text.length, head.headers('content-length') === String(plain.text.length)],
    missing: [missing.status, missing.headers('content-type')],
    made: [made.status, made.headers('location'), JSON.parse(made.text).id],
    refused: [refused.status, JSON.parse(refused.text).violations[0].pointer],
    gzip: [zipped.status, zipped.headers('location')],
    gzip_refused: [unfit.status, JSON.parse(unfit.text).violations[0].pointer],
    removed: [removed.status, removed.text.length],
    large: [large.status, JSON.parse(large.text).text === text],
    many: many.filter((answer, index) => answer.status === 200 && JSON.parse(answer.text).id === names[index]).length,
  };
}
