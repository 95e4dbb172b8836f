'use strict';
// undici's RetryAgent around an Agent; `retry` and `agent` are their options.
const { Agent, RetryAgent, request: send } = require('undici');

module.exports = ({ retry, agent }) => {
  const dispatcher = new RetryAgent(new Agent(agent), retry);
  return async ({ method, url, headers, body }) => {
    const answer = await send(url, { method, headers, body, dispatcher });
    if (answer.statusCode < 300) return answer.body.json();
    await answer.body.text();
    throw new Error(`upstream answered ${answer.statusCode}`);
  };
};
