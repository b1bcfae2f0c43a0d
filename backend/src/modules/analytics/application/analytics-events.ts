import type { MarketAlert } from '@tideline/contracts';

/** What analytics says after it has stored it. */
declare module '../../../platform/events/event-bridge' {
  interface BridgeEvents {
    /** A move stands out, or has become stronger: then the same alert with newer figures. */
    'analytics.alert': { alert: MarketAlert };
  }
}
