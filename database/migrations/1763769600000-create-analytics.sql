-- Up Migration

-- A significant move: one row per move, the figures those of its strongest moment.
CREATE TABLE market_alerts (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  symbol         text NOT NULL,
  direction      text NOT NULL CHECK (direction IN ('up', 'down')),
  window_minutes smallint NOT NULL,
  change         double precision NOT NULL,
  z_score        double precision NOT NULL,
  threshold      double precision NOT NULL,
  price          double precision NOT NULL,
  observations   integer NOT NULL,
  started_at     bigint NOT NULL,
  detected_at    bigint NOT NULL,
  updated_at     bigint NOT NULL,
  -- Null while the move goes on.
  ended_at       bigint,
  -- Found in history: nobody watched when it happened.
  found_later    boolean NOT NULL DEFAULT false
);
-- One move at a time: of two processes that see it only one gets to tell it.
CREATE UNIQUE INDEX market_alerts_open ON market_alerts (symbol) WHERE ended_at IS NULL;
-- The same for what is found in history.
CREATE UNIQUE INDEX market_alerts_found ON market_alerts (symbol, detected_at) WHERE found_later;
CREATE INDEX market_alerts_newest ON market_alerts (detected_at DESC, id DESC);
CREATE INDEX market_alerts_of_symbol ON market_alerts (symbol, detected_at DESC, id DESC);

-- What a figure was on a day (00:00 UTC, epoch ms): asked for later, never computed again.
CREATE TABLE volatility_snapshots (
  taken_on     bigint NOT NULL,
  symbol       text NOT NULL,
  window_hours integer NOT NULL,
  volatility   double precision NOT NULL,
  observations integer NOT NULL,
  PRIMARY KEY (symbol, window_hours, taken_on)
);

CREATE TABLE correlation_snapshots (
  taken_on     bigint NOT NULL,
  method       text NOT NULL CHECK (method IN ('pearson', 'spearman')),
  window_hours integer NOT NULL,
  symbols      text[] NOT NULL,
  -- Of each pair once: at ((i - 1) * (i - 2) / 2 + j - 1) for the i-th and the j-th symbol, j < i. As bytes, since a matrix of 500
  -- symbols is written daily and read pair by pair: float4 (NaN where a pair has too few observations), and int2.
  correlations bytea NOT NULL,
  observations bytea NOT NULL,
  PRIMARY KEY (method, window_hours, taken_on)
);

-- Down Migration

DROP TABLE correlation_snapshots;
DROP TABLE volatility_snapshots;
DROP TABLE market_alerts;
