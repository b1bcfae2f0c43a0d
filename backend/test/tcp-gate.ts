import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server on 127.0.0.1 that can be shut (connections break, new ones are refused) or frozen (nothing passes, nothing breaks). */
export class TcpGate {
  private server: Server | null = null;
  private readonly wires = new Set<Socket>();
  private frozen = false;
  port = 0;

  constructor(private readonly targetPort: number) {}

  async open(): Promise<this> {
    const server = createServer((client) => this.join(client));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  async shut(): Promise<void> {
    for (const wire of this.wires) wire.destroy();
    const server = this.server;
    this.server = null;
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  freeze(): void {
    this.frozen = true;
    for (const wire of this.wires) wire.pause();
  }

  thaw(): void {
    this.frozen = false;
    for (const wire of this.wires) wire.resume();
  }

  /** The present connections fall silent for good, as when a router forgets them; new ones pass. */
  forgetAll(): void {
    for (const wire of this.wires) wire.pause();
  }

  private join(client: Socket): void {
    const target = connect(this.targetPort, '127.0.0.1');
    for (const [wire, other] of [
      [client, target],
      [target, client],
    ] as const) {
      this.wires.add(wire);
      wire.on('error', () => other.destroy());
      wire.on('close', () => {
        this.wires.delete(wire);
        other.destroy();
      });
      wire.on('data', (bytes) => other.write(bytes));
      if (this.frozen) wire.pause();
    }
  }
}
