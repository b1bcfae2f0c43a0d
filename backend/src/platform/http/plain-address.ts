import { pathOf } from './problem';

const scheme = /^https?:\/\/[^/?#]*/i;
const unreserved = /^[A-Za-z0-9._~-]$/;

/**
 * Gives the one spelling of a request's address by which limits, credentials and headers go: without the host that HTTP/1.1 allows before
 * the path, and with nothing encoded that need not be (`/%61pi` is `/api`, RFC 3986). Routes are found in any spelling.
 */
export function plainAddress(url: string): string {
  const own = scheme.test(url) ? url.replace(scheme, '').replace(/^(?!\/)/, '/') : url;
  const path = pathOf(own);
  if (!path.includes('%')) return own;
  return path.replaceAll(/%[0-9a-f]{2}/gi, decoded) + own.slice(path.length);
}

function decoded(triplet: string): string {
  const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
  return unreserved.test(character) ? character : triplet;
}
