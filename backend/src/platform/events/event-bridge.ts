/**
 * Carries news between modules and, with Redis, between processes. News only: what must survive is in the database first.
 * Each module adds its events by declaration merging: `declare module '…/event-bridge' { interface BridgeEvents { 'market.prices': … } }`.
 */
export interface BridgeEvents {}

export type BridgeEventName = keyof BridgeEvents;

export abstract class EventBridge {
  abstract publish<N extends BridgeEventName>(name: N, event: BridgeEvents[N]): void;
  /** Returns what ends the subscription. */
  abstract subscribe<N extends BridgeEventName>(name: N, handler: (event: BridgeEvents[N]) => void): () => void;
  abstract close(): Promise<void>;
}
