import { Inject, type OnModuleDestroy } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer, type OnGatewayConnection } from '@nestjs/websockets';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { slimSocket } from '../slim-socket';
import { liveNamespace } from './live-channel';
import { LiveChannels } from './live-channels';
import { LiveSocket } from './live-socket';
import { sayClosing } from './say-closing';

type Connected = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, LiveSocket>;

/** The `/live` namespace: hands what sockets ask to the channels. Its listeners are shared by all sockets, which are many. */
@WebSocketGateway({ namespace: liveNamespace })
export class LiveGateway implements OnGatewayConnection, OnModuleDestroy {
  @WebSocketServer() private readonly server: Namespace | undefined;
  private readonly hear: (this: Connected, event: string, ...rest: unknown[]) => void;
  private readonly leave: (this: Connected) => void;

  constructor(@Inject(LiveChannels) private readonly channels: LiveChannels) {
    this.hear = function (event, ...rest) {
      const live = this.data;
      const ack = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
      const request = rest.length > 1 ? rest : rest[0];
      if (event === 'subscribe') live.answer(request, ack, (names) => channels.subscribe(live, names));
      else if (event === 'unsubscribe') live.answer(request, ack, (names) => channels.unsubscribe(live, names));
      else live.refuseUnknown(ack);
    };
    this.leave = function () {
      channels.leave(this.data);
    };
  }

  handleConnection(socket: Connected): void {
    slimSocket(socket);
    socket.data = new LiveSocket(socket, this.channels.counts);
    this.channels.join();
    socket.onAny(this.hear).on('error', sayUnreadable).on('disconnect', this.leave);
  }

  async onModuleDestroy(): Promise<void> {
    this.channels.stop();
    await sayClosing(this.server?.sockets.values() ?? []);
  }
}

/** Socket.IO reports a packet that it cannot read here and then closes the connection; a client may also send an event of this name. */
function sayUnreadable(this: Connected, error: unknown): void {
  if (error instanceof Error) this.data.tell({ code: 'LIVE.BAD_REQUEST', detail: 'a packet could not be read' });
}
