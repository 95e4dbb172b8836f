// Holds templates to public schemas. usage: node platforms.mjs actions FILE... | kubernetes FILE...
// Prints one line for each mistake; exit 77 when the schemas are not installed.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [kind, ...files] = process.argv.slice(2);
const mistakes = [];

function load(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.log(`${name} is not installed (ci/setup does it)`);
    process.exit(77);
  }
}

function actions() {
  const { validateAction, validateWorkflow } = load('@action-validator/core');
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const result = /^runs:/m.test(text) ? validateAction(text) : validateWorkflow(text);
    for (const error of result.errors) mistakes.push(`${file}: ${JSON.stringify(error)}`);
  }
}

function kubernetes() {
  const yaml = load('js-yaml');
  load('kubernetes-models');
  for (const file of files) {
    for (const object of yaml.loadAll(readFileSync(file, 'utf8'))) {
      const Model = require(`kubernetes-models/${object.apiVersion}`)[object.kind];
      if (!Model) {
        mistakes.push(`${file}: there is no ${object.kind} in ${object.apiVersion}`);
        continue;
      }
      try {
        new Model(object).validate();
      } catch (error) {
        mistakes.push(`${file}: ${object.kind} ${object.metadata?.name}: ${error.message}`);
      }
    }
  }
}

({ actions, kubernetes })[kind]();
for (const mistake of mistakes) console.log(mistake);
process.exit(mistakes.length ? 1 : 0);
