import { readConfig } from '../../../platform/config/config';
import { PageLinks } from './page-links';

describe('links to our pages', () => {
  it.each([
    [{}, 'http://127.0.0.1:3000/'],
    [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://localhost:8080/'],
    [{ HOST: '::' }, 'http://localhost:3000/'],
    [{ HOST: '2001:db8::1' }, 'http://[2001:db8::1]:3000/'],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://tideline.example/' }, 'https://tideline.example/'],
  ])('of %j begin with %s', (environment, base) => {
    const config = readConfig(environment);
    expect(new PageLinks(config).forgotPassword()).toBe(`${base}forgot-password`);
  });
});
