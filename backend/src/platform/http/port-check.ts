import { once } from 'node:events';
import { createServer } from 'node:net';
import { StartError } from '../observability/process-end';

/** Throws StartError when HOST and PORT cannot be listened on: asked before anything else starts, so that nothing has to be undone. */
export async function checkPort(place: { PORT: number; HOST: string }): Promise<void> {
  const server = createServer();
  try {
    server.listen(place.PORT, place.HOST);
    await once(server, 'listening');
  } catch (error) {
    throw explainListenFailure(error, place);
  }
  server.close();
  await once(server, 'close');
}

/** Gives the error that says what to do about a failed listen, or the error itself where we do not know. */
export function explainListenFailure(error: unknown, { PORT, HOST }: { PORT: number; HOST: string }): unknown {
  switch (typeof error === 'object' && error !== null && 'code' in error ? error.code : null) {
    case 'EADDRINUSE':
      return new StartError(`PORT ${PORT} is in use on ${HOST}: stop the other program or set another, for example PORT=3001`);
    case 'EACCES':
      return new StartError(`PORT ${PORT} is not allowed for this user: set one above 1023, for example PORT=3000`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`HOST ${HOST} is no address of this machine: set one that is, for example HOST=127.0.0.1`);
    default:
      return error;
  }
}
