import { Inject, type OnModuleDestroy } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { Namespace, Socket } from 'socket.io';
import { anyMessage } from '../../../platform/realtime/realtime-adapter';
import { LiveChannels } from './live-channels';
import { LiveSocket } from './live-socket';
import { sayClosing } from './say-closing';

/** The `/live` namespace: hands what sockets ask to the channels. */
@WebSocketGateway({ namespace: '/live' })
export class LiveGateway implements OnGatewayConnection, OnGatewayDisconnect, OnModuleDestroy {
  @WebSocketServer() private readonly server: Namespace | undefined;
  private readonly sockets = new WeakMap<Socket, LiveSocket>();

  constructor(@Inject(LiveChannels) private readonly channels: LiveChannels) {}

  handleConnection(socket: Socket): void {
    this.sockets.set(socket, new LiveSocket(socket, this.channels.counts));
    this.channels.join();
  }

  handleDisconnect(socket: Socket): void {
    const live = this.sockets.get(socket);
    if (live !== undefined) this.channels.leave(live);
  }

  @SubscribeMessage('subscribe')
  subscribe(@ConnectedSocket() socket: Socket, @MessageBody() request: unknown, @Ack() ack: unknown): void {
    const live = this.sockets.get(socket);
    live?.answer(request, ack, (channels) => this.channels.subscribe(live, channels));
  }

  @SubscribeMessage('unsubscribe')
  unsubscribe(@ConnectedSocket() socket: Socket, @MessageBody() request: unknown, @Ack() ack: unknown): void {
    const live = this.sockets.get(socket);
    live?.answer(request, ack, (channels) => this.channels.unsubscribe(live, channels));
  }

  @SubscribeMessage(anyMessage)
  unknown(@ConnectedSocket() socket: Socket, @Ack() ack: unknown): void {
    this.sockets.get(socket)?.refuseUnknown(ack);
  }

  async onModuleDestroy(): Promise<void> {
    this.channels.stop();
    await sayClosing(this.server?.sockets.values() ?? []);
  }
}
