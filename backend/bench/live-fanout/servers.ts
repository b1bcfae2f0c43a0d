import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { ScriptedMarket, startLiveServer } from '../../test/live-server';

const symbols = 'BTC,ETH,SOL,XRP,ADA,DOGE,AVAX,DOT,LINK,LTC,BCH,UNI,ATOM,XLM,ETC,NEAR,AAVE,ALGO,FIL,TRX'.split(',');
let price = 1_000;

/** A server under measurement: says where it is and lets every price change. */
export interface FanoutServer {
  port: number;
  changeAll(): void;
}

/** The live stream as it ships. */
export async function startOurs(): Promise<FanoutServer> {
  const server = await startLiveServer({ market: new ScriptedMarket(symbols) });
  return {
    port: Number(new URL(server.url).port),
    changeAll: () => {
      price += 1.25;
      server.setPrices(Object.fromEntries(symbols.map((symbol) => [symbol, price])));
    },
  };
}

/** The least that does the same on bare `ws`: subscribe, snapshot, numbered frames with the same content. */
export async function startBare(): Promise<FanoutServer> {
  const market = new ScriptedMarket(symbols);
  const http = createServer();
  const sockets = new Map<WebSocket, number>();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false, maxPayload: 32_768 });
  const frame = () => JSON.stringify({ frameAt: new Date().toISOString(), items: market.livePrices() }).slice(1);
  server.on('connection', (socket) => {
    socket.send('hello');
    socket.on('message', () => {
      sockets.set(socket, 1);
      socket.send(`{"snapshot":1,${frame()}`);
    });
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    changeAll: () => {
      price += 1.25;
      for (const symbol of symbols) market.price(symbol, price);
      const tail = frame();
      for (const [socket, seq] of sockets) {
        sockets.set(socket, seq + 1);
        socket.send(`{"channel":"prices","seq":${seq + 1},${tail}`);
      }
    },
  };
}
