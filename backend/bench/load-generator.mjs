// Loads a server over keep-alive connections and reports what it measured. A process of its own, so that it does not share the server's core.
import { connect } from 'node:net';

process.once('message', async (order) => process.send(await generate(order)));

async function generate({ port, paths = [], bodies = [], to = '', connections, seconds }) {
  const requests = [...paths.map((path) => request(port, `GET ${path}`, '')), ...bodies.map((body) => request(port, `POST ${to}`, body))];
  const next = () => requests[Math.floor(Math.random() * requests.length)];
  const latencies = [];
  let failures = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const answered = (askedAt, ok) => {
    latencies.push(performance.now() - askedAt);
    if (!ok) failures += 1;
  };
  await Promise.all(Array.from({ length: connections }, () => keepAsking(connect(port, '127.0.0.1'), next, until, answered)));
  const elapsed = (performance.now() - startedAt) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share) => Math.round((latencies[Math.floor(latencies.length * share)] ?? 0) * 100) / 100;
  return {
    requests: latencies.length,
    requestsPerSecond: Math.round(latencies.length / elapsed),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    failures,
  };
}

function request(port, line, body) {
  const content = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${content}\r\n${body}`;
}

/** One connection: the next request when the answer to the one before is complete. */
function keepAsking(socket, next, until, answered) {
  return new Promise((resolve, reject) => {
    let missing = -1;
    let head = '';
    let askedAt = performance.now();
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', resolve);
    socket.on('data', (chunk) => {
      if (missing < 0) {
        head += chunk.latin1Slice(0, chunk.length);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) - (head.length - end - 4);
      } else {
        missing -= chunk.length;
      }
      if (missing > 0) return;
      answered(askedAt, head.startsWith('HTTP/1.1 2'));
      missing = -1;
      head = '';
      askedAt = performance.now();
      if (askedAt < until) socket.write(next());
      else socket.end();
    });
    socket.write(next());
  });
}
