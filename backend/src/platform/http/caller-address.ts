import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';
import { ConfigError } from '../config/config';

/** Some proxies write the port behind the address: every connection would be somebody else. */
const withPort = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\])(?::\d+)?$/;
const mappedPrefix = '0:0:0:0:0:ffff';

/**
 * Gives the key under which an address is counted: IPv4 as it is, also where it comes as IPv6, and IPv6 by its /64, since one household
 * or server owns all of that. Whatever is no address shares one key.
 */
export function addressKey(text: string): string {
  if (isIPv4(text)) return text;
  const found = withPort.exec(text);
  const address = found === null ? text : (found[1] ?? found[2] ?? '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return 'unknown';
  const groups = groupsOf(address.split('%')[0] ?? address);
  if (groups.slice(0, 6).map(hex).join(':') === mappedPrefix) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups.slice(0, 4).map(hex).join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const [left, right] = [numbersOf(head), numbersOf(tail ?? '')];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function numbersOf(part: string): number[] {
  return part === '' ? [] : part.split(':').flatMap((group) => (group.includes('.') ? pairsOf(group) : [Number.parseInt(group, 16)]));
}

/** An IPv4 address at the end of an IPv6 one, as two groups. */
function pairsOf(dotted: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

function bytesOf(group: number): number[] {
  return [group >> 8, group & 255];
}

function hex(group: number): string {
  return group.toString(16);
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

/** Whether the request came over TLS, as far as a trusted proxy next to us says so: we speak plain HTTP ourselves. */
export function cameOverTls(request: IncomingMessage, trust: TrustProxy): boolean {
  const said = request.headers['x-forwarded-proto'];
  if (said === undefined || trust === null || !trust(request.socket.remoteAddress ?? '', 0)) return false;
  return String(said).split(',').at(-1)?.trim() === 'https';
}

/** Gives the address that a request came from, as far back as our proxies can be believed. */
export function callerAddress(request: IncomingMessage, trust: TrustProxy): string {
  return trust === null ? (request.socket.remoteAddress ?? '') : proxyAddress(request, trust);
}
