import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** Lower-case names with their values. */
type Headers = Record<string, string>;

/** Gives the security headers of an answer, made once for each kind of answer. */
export type SecurityHeaders = (url: string, overTls: boolean) => Headers;

/** Swagger UI and ReDoc bring a policy of their own. */
const documentation = /^\/api\/(docs|redoc)(\/|\?|$)/;

const shared = {
  'default-src': ["'self'"],
  // No inline script anywhere, no eval, no script of anybody else.
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'object-src': ["'none'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};
/** Angular's components write style elements; no style attribute in markup is taken, and nothing comes from elsewhere. */
const ofPages = {
  ...shared,
  'style-src': ["'self'"],
  'style-src-elem': ["'self'", "'unsafe-inline'"],
  'style-src-attr': ["'none'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
};
/** These draw with style attributes, and ReDoc searches in a worker that it makes itself. */
const ofDocumentation = {
  ...shared,
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
};

/** helmet's set, strict; what holds the browser to TLS is sent only where it is used: a PUBLIC_URL of https, or a trusted proxy that says so. */
export function securityHeaders(publicUrl: string | undefined): SecurityHeaders {
  const always = publicUrl?.startsWith('https://') ?? false;
  const made = [false, true].map((tls) => ({ pages: headersOf(ofPages, tls), documentation: headersOf(ofDocumentation, tls) }));
  return (url, overTls) => {
    const set = made[always || overTls ? 1 : 0];
    return (documentation.test(url) ? set?.documentation : set?.pages) ?? {};
  };
}

function headersOf(policy: Record<string, string[]>, tls: boolean): Headers {
  const headers: Headers = {};
  const collect = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const directives = { ...policy, ...(tls ? { 'upgrade-insecure-requests': [] } : {}) };
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: tls ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });
  set({} as IncomingMessage, collect as unknown as ServerResponse, () => undefined);
  headers['permissions-policy'] = 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()';
  return headers;
}
