import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { checkPort } from './port-check';

describe('checkPort', () => {
  it('names a port that is in use, and passes it when it is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const place = { PORT: (other.address() as AddressInfo).port, HOST: '127.0.0.1' };
    await expect(checkPort(place)).rejects.toThrow(
      `PORT ${place.PORT} is in use on 127.0.0.1: stop the other program or set another, for example PORT=3001`,
    );
    other.close();
    await once(other, 'close');
    await expect(checkPort(place)).resolves.toBeUndefined();
  });

  it('names a HOST that this machine does not have', async () => {
    await expect(checkPort({ PORT: 0, HOST: '192.0.2.1' })).rejects.toThrow('HOST 192.0.2.1 is no address of this machine');
  });
});
