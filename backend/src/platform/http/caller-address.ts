import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';
import { ConfigError } from '../config/config';

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Gives the key under which an address is counted: IPv4 as it is, IPv6 by its /64, since one household or server owns all of that. */
export function addressKey(address: string): string {
  const v4 = mapped.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!isIPv6(address)) return address;
  return `${firstGroups(address.split('%')[0] ?? address).join(':')}::/64`;
}

function firstGroups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
}

/** Which of the addresses that a request passed through are proxies of ours; null when there are none. */
export type TrustProxy = ((address: string, hop: number) => boolean) | null;

/** Reads TRUST_PROXY: off, `true` (every proxy), a number of hops, or a list of proxy addresses and networks. Throws ConfigError. */
export function trustProxy(text: string): TrustProxy {
  if (text === '' || text === 'false') return null;
  if (text === 'true') return () => true;
  if (/^\d+$/.test(text)) return (_address, hop) => hop < Number(text);
  try {
    return proxyAddress.compile(text.split(',').map((part) => part.trim()));
  } catch {
    throw new ConfigError('TRUST_PROXY must be true, a number of hops or a list of addresses, for example 10.0.0.0/8,127.0.0.1');
  }
}

/** Gives the address that a request came from, as far back as our proxies can be believed. */
export function callerAddress(request: IncomingMessage, trust: TrustProxy): string {
  return trust === null ? (request.socket.remoteAddress ?? '') : proxyAddress(request, trust);
}
