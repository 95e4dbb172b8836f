'use strict';
// got; `options` are its own.
module.exports = async ({ options }) => {
  const { got } = await import('got');
  const client = got.extend(options);
  return ({ method, url, headers, body }) => client(url, { method, headers, body }).json();
};
