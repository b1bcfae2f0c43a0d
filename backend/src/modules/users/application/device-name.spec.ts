import { deviceName } from './device-name';

describe('names of devices', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0',
      'Microsoft Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
      'Chrome on Android',
    ],
    ['curl/8.5.0', 'curl'],
    ['node', 'node'],
    ['python-requests/2.31 (Linux)', 'python-requests on Linux'],
    ['', 'Unknown device'],
    ['   ', 'Unknown device'],
    ['/1.0', 'Unknown device'],
    ['\u202e\u0007', 'Unknown device'],
    ['x'.repeat(400), 'x'.repeat(60)],
    [`${'y'.repeat(100)}/1.0 (Linux)`, 'y'.repeat(60)],
  ])('calls %j %j', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
