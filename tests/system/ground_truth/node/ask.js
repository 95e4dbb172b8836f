'use strict';
// One call with fetch, protected by nothing; anything but a success is an error.
module.exports = async function ask({ method, url, headers, body }, signal) {
  const answer = await fetch(url, { method, headers, body, signal });
  if (answer.ok) return answer.json();
  await answer.text();
  const error = new Error(`upstream answered ${answer.status}`);
  error.status = answer.status;
  throw error;
};
