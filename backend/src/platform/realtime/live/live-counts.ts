/** What the live stream has done since the start, for the metrics; `sockets` and `subscriptions` are as of now. */
export class LiveCounts {
  sockets = 0;
  subscriptions = 0;
  framesSent = 0;
  /** Frames that a client did not get by themselves because it was still reading earlier ones; it got the merged state later. */
  framesConflated = 0;
  requestsRefused = 0;
  /** Closed because they did not read for a minute, because they broke the rules, or because what had opened them ended. */
  closedSlow = 0;
  closedUnruly = 0;
  closedEnded = 0;
}
