'use strict';
// opossum around fetch; `breaker` are its options, `fallback` is a value to answer with.
const CircuitBreaker = require('opossum');
const ask = require('../ask');

module.exports = ({ breaker: options, fallback }) => {
  const breaker = new CircuitBreaker(ask, options);
  if (fallback) breaker.fallback(() => fallback);
  return (request) => breaker.fire(request);
};
