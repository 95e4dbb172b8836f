'use strict';
// The program curl, once for each call; `options` are its own.
const { execFile } = require('child_process');

module.exports = ({ options }) => ({ method, url, headers, body }) => new Promise((resolve, reject) => {
  const given = ['--silent', '--fail', '--request', method, ...options];
  for (const [name, value] of Object.entries(headers)) given.push('--header', `${name}: ${value}`);
  if (body) given.push('--data-binary', body);
  execFile('curl', [...given, url], (error, out) => (error ? reject(error) : resolve(out)));
}).then(JSON.parse);
