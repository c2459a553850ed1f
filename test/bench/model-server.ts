/** A model server of fixed latency in a process of its own, for chats and typed decisions: arguments milliseconds, and which calls stall for a minute (every nth; none where it is left out). Prints its address, then on each line read how many calls it has answered and the most at once. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

const latency = Number(process.argv[2]);
const stalls = Number(process.argv[3] ?? Infinity);
const STALL = 60_000;
const body = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'bench',
  choices: [
    { index: 0, message: { role: 'assistant', content: '{"reasons":"r","answer":"C"}' }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 400, completion_tokens: 20, total_tokens: 420 },
});
const decision = JSON.stringify({
  model: 'bench',
  answers: {
    choice: { type: 'choice', choice: 'cooperate', confidence: 0.5, probabilities: { cooperate: 0.75, defect: 0.25 } },
  },
  usage: { input_tokens: 400, output_tokens: 0 },
});
let answered = 0;
let asked = 0;
let now = 0;
let most = 0;
const server = createServer((req, res) => {
  if (req.method === 'GET') {
    res.writeHead(404).end();
    return;
  }
  most = Math.max(most, ++now);
  req.resume();
  setTimeout(
    () => {
      now -= 1;
      answered += 1;
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(req.url?.endsWith('/systemone') === true ? decision : body);
    },
    ++asked % stalls === 0 ? STALL : latency,
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
createInterface({ input: process.stdin }).on('line', () => console.log(JSON.stringify({ answered, most })));
