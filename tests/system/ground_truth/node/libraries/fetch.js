'use strict';
// fetch alone; `timeout` in ms is an AbortSignal's.
const ask = require('../ask');

module.exports = ({ timeout }) => (request) => ask(request, timeout ? AbortSignal.timeout(timeout) : undefined);
