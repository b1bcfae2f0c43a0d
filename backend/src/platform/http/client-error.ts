import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { CodedError } from './coded-error';
import { problemBody, problemType } from './problem';

/** Answers what could not be read as a request, before there is one to route: with the same problem details as everything else. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket, fixedHeaders: Record<string, string>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const coded = reasonFor(error.code);
  const traceId = randomUUID().replaceAll('-', '');
  const body = problemBody(coded, { instance: '', traceId });
  const headers = {
    ...fixedHeaders,
    'content-type': problemType,
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-request-id': traceId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${coded.status} ${STATUS_CODES[coded.status] ?? 'Error'}`, ...lines].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}

function reasonFor(code: string | undefined): CodedError {
  if (code === 'HPE_HEADER_OVERFLOW') return new CodedError('HTTP.HEADERS_TOO_LARGE', 431, 'The headers are longer than 16 KiB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new CodedError('HTTP.REQUEST_TIMEOUT', 408, 'The request did not come to its end in time.');
  return new CodedError('HTTP.BAD_REQUEST', 400, 'This is not a request of HTTP/1.1.');
}
