'use strict';
// axios with axios-retry; `axios` and `retry` are their options, `delay` names a delay of axios-retry, with its factor.
const axios = require('axios');
const { default: axiosRetry, exponentialDelay, linearDelay } = require('axios-retry');

const DELAYS = {
  exponential: (factor) => (count, error) => exponentialDelay(count, error, factor),
  linear: (factor) => linearDelay(factor),
  constant: (ms) => () => ms,
};

module.exports = ({ axios: options, retry, delay }) => {
  const client = axios.create(options);
  const more = delay ? { retryDelay: DELAYS[delay.kind](delay.factor) } : {};
  if (retry) axiosRetry(client, { ...retry, ...more });
  return async ({ method, url, headers, body }) => (await client.request({ method, url, headers, data: body })).data;
};
