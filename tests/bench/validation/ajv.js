// JSON.parse and an ajv validator, over and over. Usage: node ajv.js SCHEMA DOCUMENT SECONDS
// Prints {"valid": ..., "rate": documents per second}.
const fs = require('fs');
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');

const [schemaFile, documentFile, seconds] = process.argv.slice(2);
const ajv = new Ajv({strictTypes: false});
addFormats(ajv);  // formats are asserted, in full ("full" is the default mode)
const validate = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, 'utf8')));
const text = fs.readFileSync(documentFile, 'utf8');

function measure(duration) {
  const begin = process.hrtime.bigint();
  const end = begin + BigInt(Math.round(duration * 1e9));
  let count = 0;
  let valid = true;
  let now = begin;
  do {
    const batch = Math.max(1, Math.floor(1e6 / text.length));
    for (let i = 0; i < batch; ++i) valid = validate(JSON.parse(text)) && valid;
    count += batch;
    now = process.hrtime.bigint();
  } while (now < end);
  return {valid, rate: count / (Number(now - begin) / 1e9)};
}

measure(Math.min(1, Number(seconds)));  // lets the JIT finish
console.log(JSON.stringify(measure(Number(seconds))));
