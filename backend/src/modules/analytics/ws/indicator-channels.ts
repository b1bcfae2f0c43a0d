import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { candleInterval, candleIntervals, canonicalAsset, type CandleInterval } from '@tideline/contracts';
import { readSpec, type IndicatorSpec } from '@tideline/indicators';
import { unknownChannel, type ChannelRequest } from '../../../platform/realtime/live/channel-kind';
import { LiveChannels } from '../../../platform/realtime/live/live-channels';
import { LiveRefusal } from '../../../platform/realtime/live/live-refusal';
import { MarketView } from '../../market';
import { FollowIndicators } from '../application/follow-indicators';
import { depthOf, mostFollowed } from '../domain/followed-series';
import { IndicatorTopic } from './indicator-topic';

/** So many different indicators, over all series, one process keeps in step. */
const mostIndicators = 500;
const example = 'indicators:BTC:1h:rsi:14';

/** Offers `indicators:BTC:1h:rsi:14` to the live stream. */
@Injectable()
export class IndicatorChannels implements OnModuleInit {
  constructor(
    @Inject(LiveChannels) private readonly live: LiveChannels,
    @Inject(MarketView) private readonly market: Pick<MarketView, 'knowsAsset'>,
    @Inject(FollowIndicators) private readonly indicators: FollowIndicators,
  ) {}

  onModuleInit(): void {
    this.live.offer({ prefix: 'indicators', who: 'anyone', example, most: mostIndicators, read: (words, text) => this.read(words, text) });
  }

  private read([subject = '', length, ...words]: readonly string[], text: string): ChannelRequest {
    const symbol = canonicalAsset(subject);
    if (symbol === null || !this.market.knowsAsset(symbol)) throw unknownChannel(text, `no such asset here; an example is ${example}`);
    const { data: interval } = candleInterval.safeParse(length);
    if (interval === undefined)
      throw unknownChannel(text, `the interval is one of ${candleIntervals.join(', ')}; an example is ${example}`);
    const spec = readSpec(words.join(':'));
    if (typeof spec === 'string') throw unknownChannel(text, spec);
    if (depthOf(spec) > mostFollowed)
      throw new LiveRefusal(
        'LIVE.NOT_AVAILABLE',
        `${spec.key} rests on ${depthOf(spec)} candles, which is too much to stream: at most ${mostFollowed}`,
      );
    const name = `indicators:${symbol}:${interval}:${spec.key}`;
    return { name, open: () => this.open(name, symbol, interval, spec) };
  }

  private open(name: string, symbol: string, interval: CandleInterval, spec: IndicatorSpec): IndicatorTopic {
    const watch = this.indicators.watch(symbol, interval, spec, (update) => {
      this.live.tell(name, IndicatorTopic, (topic) => topic.add(update));
    });
    return new IndicatorTopic({ symbol, interval, indicator: spec.key }, watch);
  }
}
