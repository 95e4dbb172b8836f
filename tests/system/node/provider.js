'use strict';
// Answers GET /value and GET /health. usage: provider.js PORT
const http = require('http');

http.createServer((request, response) => {
  const body = request.url === '/health' ? { status: 'ok' } : { value: 42 };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(Number(process.argv[2]), '127.0.0.1');
