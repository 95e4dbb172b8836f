'use strict';
// p-retry around fetch; `retry` are its options. With `rejections: false` answers of 4xx are not tried again.
const ask = require('../ask');

module.exports = async ({ retry, rejections = true, timeout }) => {
  const { default: pRetry, AbortError } = await import('p-retry');
  const once = async (request) => {
    try {
      return await ask(request, timeout ? AbortSignal.timeout(timeout) : undefined);
    } catch (error) {
      if (!rejections && error.status >= 400 && error.status < 500) throw new AbortError(error);
      throw error;
    }
  };
  return (request) => pRetry(() => once(request), retry);
};
