import { returnPath } from './return-path';

const origin = 'https://tideline.example';

describe('where to go after signing in', () => {
  it.each([
    ['/security', '/security'],
    ['/coin/BTC?interval=1h#chart', '/coin/BTC?interval=1h#chart'],
    ['/a/../screener', '/screener'],
  ])('%s stays %s', (asked, path) => {
    expect(returnPath(asked, origin)).toBe(path);
  });

  it.each([
    null,
    '',
    'security',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    '/sign-in?return=/sign-in',
    '/reset-password#token=x',
    '/http://[',
    '//[',
  ])('%j leads to the overview or stays here', (asked) => {
    const path = returnPath(asked, origin);
    expect(new URL(path, origin).origin).toBe(origin);
    expect(asked === '/http://[' ? '/' : path).toBe('/');
  });
});
