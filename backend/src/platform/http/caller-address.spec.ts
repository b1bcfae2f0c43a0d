import type { IncomingMessage } from 'node:http';
import { addressKey, callerAddress, trustProxy } from './caller-address';

describe('addressKey', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['2001:db8:0001:0002::', '2001:db8:1:2::/64'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:FFFF:cb00:7107', '203.0.113.7'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8:1:2::9]:51234', '2001:db8:1:2::/64'],
    ['[::ffff:203.0.113.7]', '203.0.113.7'],
    ['203.0.113.700', 'unknown'],
    ['', 'unknown'],
    ['me, myself', 'unknown'],
  ])('counts %s as %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});

describe('trustProxy', () => {
  const trusts = (text: string, address: string, hop: number): boolean | undefined => trustProxy(text)?.(address, hop);

  it('reads off, all, hops and a list', () => {
    expect([trustProxy(''), trustProxy('false')]).toEqual([null, null]);
    expect(trusts('true', '203.0.113.1', 9)).toBe(true);
    expect([0, 1, 2].map((hop) => trusts('2', '203.0.113.1', hop))).toEqual([true, true, false]);
    expect(['10.1.2.3', '127.0.0.1', '11.0.0.1'].map((address) => trusts('10.0.0.0/8, 127.0.0.1', address, 0))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('refuses what is no address with one line', () => {
    expect(() => trustProxy('my-proxy')).toThrow(/^TRUST_PROXY must be true, .* for example 10\.0\.0\.0\/8,127\.0\.0\.1$/);
  });
});

describe('callerAddress', () => {
  const from = (proxies: string, remoteAddress: string, forwarded?: string): string => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return callerAddress({ socket: { remoteAddress }, headers } as unknown as IncomingMessage, trustProxy(proxies));
  };

  it.each([
    ['nobody is trusted', '', '203.0.113.9', '10.0.0.1', '203.0.113.9'],
    ['a stranger writes the header himself', '10.0.0.0/8', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['our proxy says where it came from', '10.0.0.0/8', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['a caller puts an address before his own', '10.0.0.0/8', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['a caller pretends to be a proxy of ours', '10.0.0.0/8', '10.0.0.1', '198.51.100.1, 10.9.9.9, 203.0.113.9', '203.0.113.9'],
    ['two proxies of ours', '10.0.0.0/8,192.0.2.1', '10.0.0.1', '198.51.100.1, 203.0.113.9, 192.0.2.1', '203.0.113.9'],
    ['one hop is believed, however long the list', '1', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['two hops', '2', '10.0.0.1', '198.51.100.1, 203.0.113.9, 192.0.2.1', '203.0.113.9'],
    ['our proxy reaches us over IPv6', '10.0.0.0/8', '::ffff:10.0.0.1', '2001:db8::9', '2001:db8::9'],
    ['our proxy says nothing', '10.0.0.0/8', '10.0.0.1', undefined, '10.0.0.1'],
  ])('%s: TRUST_PROXY=%s, from %s, X-Forwarded-For %s → %s', (_title, proxies, remote, forwarded, address) => {
    expect(from(proxies, remote, forwarded)).toBe(address);
  });
});
