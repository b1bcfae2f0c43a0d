import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Gives the trace id of a W3C `traceparent` that was sent, or a new one of the same form. */
export function traceId(request: IncomingMessage): string {
  const sent = request.headers.traceparent;
  const id = typeof sent === 'string' ? traceparent.exec(sent)?.[1] : undefined;
  return id !== undefined && !/^0+$/.test(id) ? id : randomUUID().replaceAll('-', '');
}
