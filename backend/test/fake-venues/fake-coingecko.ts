import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface FakeCoin {
  id: string;
  symbol: string;
  name: string;
  current_price: number;
}

/** What CoinGecko says here to `/coins/markets?ids=…`; every other question is an error. */
export class FakeCoinGecko {
  status = 200;
  private readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://coingecko');
    const id = url.searchParams.get('ids');
    if (url.pathname !== '/coins/markets' || url.searchParams.get('vs_currency') !== 'usd' || id === null) {
      response.writeHead(404).end('{"error":"not found"}');
      return;
    }
    const rows = this.coins.filter((coin) => coin.id === id);
    response.writeHead(this.status, { 'content-type': 'application/json' }).end(JSON.stringify(rows));
  });

  constructor(private readonly coins: readonly FakeCoin[]) {}

  /** Gives its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
