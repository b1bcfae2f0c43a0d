-- Up Migration

-- What we follow, and what it is called elsewhere.
CREATE TABLE assets (
  symbol       text PRIMARY KEY,
  name         text NOT NULL,
  coingecko_id text,
  position     integer NOT NULL DEFAULT 0,
  enabled      boolean NOT NULL DEFAULT true,
  created_at   timestamptz NOT NULL DEFAULT now()
);

-- A market is one pair at one venue; venue 'consolidated' stands for our own USD series of an asset.
CREATE TABLE markets (
  id           smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  venue        text NOT NULL,
  pair         text NOT NULL,
  base         text NOT NULL,
  quote        text NOT NULL,
  venue_symbol text NOT NULL,
  listed       boolean NOT NULL DEFAULT true,
  UNIQUE (venue, pair)
);

-- Times of series are epoch milliseconds, as the contract carries them: no conversion on the hot path, and both native
-- partitions and TimescaleDB take an integer time column. The default partition takes what arrives before its own partition is
-- made; upkeep moves it. Where TimescaleDB is there, upkeep turns the (still empty) tables into hypertables.
-- usd_price is what the trade adds to the consolidated series; null when the price was excluded (outlier, no rate).
CREATE TABLE trades (
  market_id smallint NOT NULL,
  trade_id  bigint NOT NULL,
  traded_at bigint NOT NULL,
  price     double precision NOT NULL,
  quantity  double precision NOT NULL,
  is_buy    boolean NOT NULL,
  usd_price double precision,
  PRIMARY KEY (market_id, trade_id, traded_at)
) PARTITION BY RANGE (traded_at);
CREATE TABLE trades_default PARTITION OF trades DEFAULT;
CREATE INDEX trades_by_time ON trades (market_id, traded_at DESC, trade_id DESC);

CREATE TABLE minute_candles (
  market_id smallint NOT NULL,
  open_at   bigint NOT NULL,
  open      double precision NOT NULL,
  high      double precision NOT NULL,
  low       double precision NOT NULL,
  close     double precision NOT NULL,
  volume    double precision NOT NULL,
  PRIMARY KEY (market_id, open_at)
) PARTITION BY RANGE (open_at);
CREATE TABLE minute_candles_default PARTITION OF minute_candles DEFAULT;

-- 5m and coarser: kept for good, few rows.
CREATE TABLE candles (
  market_id smallint NOT NULL,
  minutes   smallint NOT NULL,
  open_at   bigint NOT NULL,
  open      double precision NOT NULL,
  high      double precision NOT NULL,
  low       double precision NOT NULL,
  close     double precision NOT NULL,
  volume    double precision NOT NULL,
  PRIMARY KEY (market_id, minutes, open_at)
);

CREATE TABLE ticker_history (
  market_id  smallint NOT NULL,
  at         bigint NOT NULL,
  bid        double precision,
  ask        double precision,
  last       double precision,
  volume_24h double precision,
  PRIMARY KEY (market_id, at)
) PARTITION BY RANGE (at);
CREATE TABLE ticker_history_default PARTITION OF ticker_history DEFAULT;

-- One row per asset and poll of the market-wide figures (CoinGecko, or the simulated market).
CREATE TABLE asset_snapshots (
  symbol             text NOT NULL,
  at                 bigint NOT NULL,
  price              double precision,
  market_cap         double precision,
  volume_24h         double precision,
  rank               integer,
  change_1h          double precision,
  change_24h         double precision,
  change_7d          double precision,
  circulating_supply double precision,
  all_time_high      double precision,
  sparkline_7d       double precision[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (symbol, at)
) PARTITION BY RANGE (at);
CREATE TABLE asset_snapshots_default PARTITION OF asset_snapshots DEFAULT;

CREATE TABLE market_snapshots (
  at            bigint PRIMARY KEY,
  market_cap    double precision,
  volume_24h    double precision,
  btc_dominance double precision
);

-- A hole: a run of trade ids we know we missed. It stays until it is filled, or known to stay open.
CREATE TABLE trade_gaps (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  market_id smallint NOT NULL,
  after_id  bigint NOT NULL,
  before_id bigint NOT NULL,
  from_at   bigint NOT NULL,
  to_at     bigint NOT NULL,
  status    text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'repaired', 'candles_only', 'unrepairable')),
  note      text,
  found_at  timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  UNIQUE (market_id, after_id, before_id)
);
CREATE INDEX trade_gaps_unfilled ON trade_gaps (market_id) WHERE status <> 'repaired';

-- Which time was watched live, filled in from history, or filled with candles only; as sets of [from, to) milliseconds.
CREATE TABLE coverage (
  market_id smallint NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('watched', 'backfilled', 'candles_only')),
  spans     int8multirange NOT NULL DEFAULT '{}',
  PRIMARY KEY (market_id, kind)
);

-- How far the first back-fill of one market at one interval has come; it is walked from the newest backwards.
CREATE TABLE backfill_progress (
  market_id  smallint NOT NULL,
  minutes    smallint NOT NULL,
  from_at    bigint NOT NULL,
  to_at      bigint NOT NULL,
  reached_at bigint NOT NULL,
  done       boolean NOT NULL DEFAULT false,
  note       text,
  PRIMARY KEY (market_id, minutes)
);

CREATE TABLE settings (
  key   text PRIMARY KEY,
  value jsonb NOT NULL
);

-- Down Migration
DROP TABLE settings, backfill_progress, coverage, trade_gaps, market_snapshots, asset_snapshots, ticker_history, candles, minute_candles, trades, markets, assets;
