import { Inject, type OnModuleDestroy } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer, type OnGatewayConnection, type OnGatewayInit } from '@nestjs/websockets';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { slimSocket } from '../slim-socket';
import { admitSockets, type Admitted } from './admit-sockets';
import { LiveAccounts } from './live-accounts';
import { liveNamespace } from './live-channel';
import { LiveChannels } from './live-channels';
import { LiveSocket } from './live-socket';
import { sayClosing } from './say-closing';

type Connected = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, LiveSocket>;

/** The `/live` namespace: hands what sockets ask to the channels. Its listeners are shared by all sockets, which are many. */
@WebSocketGateway({ namespace: liveNamespace })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnModuleDestroy {
  @WebSocketServer() private readonly server: Namespace | undefined;
  private readonly hear: (this: Connected, event: string, ...rest: unknown[]) => void;
  private readonly leave: (this: Connected) => void;

  constructor(
    @Inject(LiveChannels) private readonly channels: LiveChannels,
    @Inject(LiveAccounts) private readonly accounts: LiveAccounts,
  ) {
    this.hear = function (event, ...rest) {
      const live = this.data;
      const ack = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
      const request = rest.length > 1 ? rest : rest[0];
      if (event === 'subscribe') live.answer(request, ack, (names) => channels.subscribe(live, names));
      else if (event === 'unsubscribe') live.answer(request, ack, (names) => channels.unsubscribe(live, names));
      else if (event === 'authenticate') live.renew(request, ack, accounts);
      else live.refuseUnknown(ack);
    };
    this.leave = function () {
      channels.leave(this.data);
      if (this.data.isMember()) accounts.leave(this.data);
    };
  }

  afterInit(server: Namespace): void {
    server.use(admitSockets(this.accounts));
  }

  handleConnection(socket: Connected): void {
    const { membership = null } = socket.data as Admitted;
    slimSocket(socket);
    const live = new LiveSocket(socket, this.channels.counts, membership);
    socket.data = live;
    this.channels.join();
    socket.onAny(this.hear).on('error', sayUnreadable).on('disconnect', this.leave);
    if (live.isMember()) live.joinAccount(this.accounts);
  }

  async onModuleDestroy(): Promise<void> {
    this.channels.stop();
    this.accounts.stop();
    await sayClosing(this.server?.sockets.values() ?? []);
  }
}

/** Socket.IO reports a packet that it cannot read here and then closes the connection; a client may also send an event of this name. */
function sayUnreadable(this: Connected, error: unknown): void {
  if (error instanceof Error) this.data.tell({ code: 'LIVE.BAD_REQUEST', detail: 'a packet could not be read' });
}
