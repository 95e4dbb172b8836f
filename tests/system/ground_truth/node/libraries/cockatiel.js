'use strict';
// cockatiel's policies around fetch, outermost first: [{"retry": {...}}, {"breaker": {...}}, {"timeout": MS}, ...].
const c = require('cockatiel');
const ask = require('../ask');

const GENERATORS = {
  none: c.noJitterGenerator,
  full: c.fullJitterGenerator,
  half: c.halfJitterGenerator,
  decorrelated: c.decorrelatedJitterGenerator,
};

function backoff({ constant, iterable, exponential }) {
  if (constant !== undefined) return new c.ConstantBackoff(constant);
  if (iterable) return new c.IterableBackoff(iterable);
  return new c.ExponentialBackoff({ ...exponential, generator: GENERATORS[exponential.generator] });
}

const COUNTERS = {
  consecutive: (count) => new c.ConsecutiveBreaker(count),
  count: (options) => new c.CountBreaker(options),
  sampling: (options) => new c.SamplingBreaker(options),
};

const POLICIES = {
  retry: ({ maxAttempts, ...pauses }) => c.retry(c.handleAll, { maxAttempts, backoff: backoff(pauses) }),
  breaker: ({ halfOpenAfter, ...counter }) => {
    const [[kind, options]] = Object.entries(counter);
    return c.circuitBreaker(c.handleAll, { halfOpenAfter, breaker: COUNTERS[kind](options) });
  },
  timeout: ({ ms, strategy }) => c.timeout(ms, strategy),
  bulkhead: ({ limit, queue }) => c.bulkhead(limit, queue),
  fallback: (value) => c.fallback(c.handleAll, value),
};

module.exports = ({ policies, signal = true }) => {
  const made = policies.map((one) => {
    const [[kind, options]] = Object.entries(one);
    return POLICIES[kind](options);
  });
  const policy = made.length > 0 ? c.wrap(...made) : c.noop;
  return (request) => policy.execute((context) => ask(request, signal ? context.signal : undefined));
};
