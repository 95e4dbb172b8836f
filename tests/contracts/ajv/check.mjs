// Judges by ajv what ajv_dump wrote, and compares. Fails on any disagreement that disagreements.json does not explain,
// and on an explanation that explains nothing (unless it is marked as rare: only --each 300 and more meet it).
// Usage: ajv_dump EACH FILE... | node check.mjs [--show N]

import {readFileSync} from "node:fs";
import {createInterface} from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import {Bundle, nameOf} from "./convert.mjs";

const show = process.argv.includes("--show") ? Number(process.argv[process.argv.indexOf("--show") + 1]) : 40;
const explained = JSON.parse(readFileSync(new URL("disagreements.json", import.meta.url)));
for (const entry of explained) entry.count = 0;

const counts = {operations: 0, requests: 0, responses: 0, request_mutants: 0, response_mutants: 0, valid: 0,
  invalid: 0, judged: 0, explained: 0, schemas: 0};
const disagreements = [];
let documents = new Map();
let cases = [];

function ajv(dialect) {
  const options = {strict: false, allErrors: false, validateSchema: false, logger: false, multipleOfPrecision: 9,
    inlineRefs: false, unicodeRegExp: true};
  const made = dialect === "3.0" ? new Ajv04(options) : new Ajv2020(options);
  addFormats(made);
  return made;
}

function disagree(found) {
  const entry = explained.find((one) =>
    (one.document === undefined || found.document.endsWith(one.document)) &&
    (one.pointer === undefined || found.pointer === one.pointer) &&
    (one.schema === undefined || (found.schema ?? "").includes(one.schema)) &&
    (one.squall === undefined || found.squall === one.squall) &&
    (one.discriminated === undefined || found.discriminated === one.discriminated) &&
    (one.keyword === undefined || found.keyword === one.keyword) &&
    (one.message === undefined || new RegExp(one.message).test(found.message)) &&
    (one.instance === undefined || new RegExp(one.instance).test(found.instance)));
  if (entry !== undefined) {
    ++entry.count;
    ++counts.explained;
  } else {
    disagreements.push(found);
  }
}

function checkContract() {
  const byBundle = new Map();
  for (const one of cases) {
    const key = one.document + "\n" + one.direction;
    if (!byBundle.has(key)) byBundle.set(key, []);
    byBundle.get(key).push(one);
  }
  for (const some of byBundle.values()) {
    const {dialect, json} = documents.get(some[0].document);
    const bundle = new Bundle(json, dialect, some[0].direction);
    for (const one of some) bundle.add(one.pointer);
    const engine = ajv(dialect);
    engine.addSchema(bundle.root(), "bundle");
    for (const one of some) checkCase(one, engine, bundle);
  }
  documents = new Map();
  cases = [];
}

function checkCase(one, engine, bundle) {
  const where = {document: one.document.replace(/.*\/openapi-real\/|#\d+$/g, ""), pointer: one.pointer,
    operation: one.operation, part: one.part};
  let validate;
  try {
    validate = engine.getSchema("bundle#/" + (bundle.old ? "definitions" : "$defs") + "/" + nameOf(one.pointer));
    ++counts.schemas;
  } catch (error) {
    disagree({...where, squall: "compiles", message: String(error.message), keyword: "", instance: ""});
    return;
  }
  for (const text of one.valid) {
    ++counts.valid;
    if (validate(JSON.parse(text))) continue;
    const {keyword, instancePath, message} = validate.errors[0];
    disagree({...where, squall: "valid", keyword, message: `${instancePath} ${message}`, schema: validate.errors[0].schemaPath, instance: text});
  }
  for (const {keyword, at, discriminated, instance} of one.invalid) {
    ++counts.invalid;
    if (!validate(JSON.parse(instance))) continue;
    disagree({...where, squall: "invalid", discriminated, keyword, message: `${at} violates ${keyword}`, instance});
  }
  for (const {valid, discriminated, instance} of one.judged) {
    ++counts.judged;
    if (validate(JSON.parse(instance)) === valid) continue;
    const {keyword, instancePath, message} = validate.errors?.[0] ?? {keyword: "", instancePath: "", message: "changed"};
    disagree({...where, squall: valid ? "valid" : "invalid", discriminated, keyword, message: `${instancePath} ${message}`, instance});
  }
}

for await (const line of createInterface({input: process.stdin})) {
  const record = JSON.parse(line);
  if (record.json !== undefined) {
    documents.set(record.document, record);
  } else if (record.end !== undefined) {
    for (const name of ["operations", "requests", "responses", "request_mutants", "response_mutants"]) {
      counts[name] += record[name];
    }
    checkContract();
  } else {
    cases.push(record);
  }
}

console.log(JSON.stringify(counts));
for (const entry of explained) console.log(`explained ${entry.count}: ${entry.right} is right: ${entry.why}`);
for (const found of disagreements.slice(0, show)) {
  console.log(`DISAGREE squall says ${found.squall}: ${found.document} ${found.operation} ${found.part} ${found.pointer}\n  ${found.message} [${found.keyword}]\n  ${found.instance.slice(0, 400)}`);
}
console.log(`${disagreements.length} disagreements that are not explained`);
const stale = explained.filter((entry) => entry.count === 0 && !entry.rare);
for (const entry of stale) console.log(`explains nothing any more: ${entry.why}`);
if (counts.valid === 0 || counts.invalid === 0) console.log("nothing was compared");
process.exitCode = disagreements.length > 0 || stale.length > 0 || counts.valid === 0 || counts.invalid === 0 ? 1 : 0;
