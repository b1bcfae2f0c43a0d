import { ConfigError, readConfig } from './config';

describe('TRUST_PROXY', () => {
  it.each(['', 'true', 'false', '2', '10.0.0.0/8', '127.0.0.1, fd00::/8', 'loopback'])('takes %j', (TRUST_PROXY) => {
    expect(readConfig({ TRUST_PROXY }).TRUST_PROXY).toBe(TRUST_PROXY);
  });

  it.each(['banana', '10.0.0.0/33', '10.0.0.1,', '::1/129', '10.0.0'])('refuses %j in one line that names it', (TRUST_PROXY) => {
    expect(() => readConfig({ TRUST_PROXY })).toThrow(
      new ConfigError('TRUST_PROXY must be true, a number of proxies or a list of their addresses, for example 10.0.0.0/8'),
    );
  });
});
