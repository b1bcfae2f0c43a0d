import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';

/** Starts a Redis that keeps nothing, on a free port; null where none is installed. */
export async function ownRedis(): Promise<{ url: string; stop: () => Promise<void> } | null> {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', tmpdir()], { stdio: ['ignore', 'pipe', 'ignore'] });
  const missing = once(child, 'error').then(() => false);
  if (!(await Promise.race([missing, saysReady(child.stdout)]))) return null;
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { url: `redis://127.0.0.1:${port}`, stop };
}

async function saysReady(output: AsyncIterable<unknown>): Promise<boolean> {
  for await (const line of output) if (String(line).includes('Ready to accept')) return true;
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
