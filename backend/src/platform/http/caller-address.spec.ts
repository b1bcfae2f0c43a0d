import { addressKey, trustProxy } from './caller-address';

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
