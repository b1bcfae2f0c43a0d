import { TotpSecrets } from './totp-secrets';
import { userKeys } from './user-keys';

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const secretsOf = (install: string) => new TotpSecrets(userKeys(Buffer.from(install)));

describe('sealed secrets of second factors', () => {
  const secrets = secretsOf('a secret of thirty-two bytes or more');
  const sealed = secrets.seal('ada', secret);

  it('opens what it sealed, and seals the same secret differently each time', () => {
    expect(secrets.open('ada', sealed)).toBe(secret);
    expect(secrets.seal('ada', secret).equals(sealed)).toBe(false);
    expect(sealed.includes(secret)).toBe(false);
  });

  it('opens nothing of another account, of another install, or that was changed or cut in any place', () => {
    expect(secrets.open('eve', sealed)).toBeNull();
    expect(secretsOf('another secret of thirty-two bytes').open('ada', sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(sealed.readUInt8(at) ^ 1, at);
      expect([at, secrets.open('ada', changed), secrets.open('ada', sealed.subarray(0, at))]).toEqual([at, null, null]);
    }
  });
});
