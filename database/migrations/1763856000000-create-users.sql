-- Up Migration

CREATE TABLE users (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- As it is compared: lower case. Null once the account is deleted.
  email             text UNIQUE,
  display_name      text NOT NULL,
  -- PHC string (argon2id), or bcrypt until the next sign-in.
  password_hash     text,
  -- Counts chosen passwords: a sign-in that was verified against an older one opens no session.
  password_version  integer NOT NULL DEFAULT 0,
  role              text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  status            text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled', 'deleted')),
  email_verified_at timestamptz,
  pending_email     text,
  -- Sealed with a key of the install's secret; without totp_enabled_at it waits to be confirmed.
  totp_secret       bytea,
  totp_enabled_at   timestamptz,
  -- Time steps whose code was accepted within the last day: no code works twice, whichever way a clock is moved.
  totp_used_steps   bigint[] NOT NULL DEFAULT '{}',
  locale            text NOT NULL DEFAULT 'en-GB',
  time_zone         text NOT NULL DEFAULT 'UTC',
  display_currency  text NOT NULL DEFAULT 'USD',
  preferences       jsonb NOT NULL DEFAULT '{}',
  created_at        timestamptz NOT NULL DEFAULT now(),
  last_seen_at      timestamptz
);
CREATE INDEX users_newest ON users (created_at DESC, id);

CREATE TABLE sessions (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  user_agent   text NOT NULL,
  address      text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz NOT NULL DEFAULT now(),
  ends_at      timestamptz NOT NULL,
  ended_at     timestamptz,
  end_reason   text
);
CREATE INDEX sessions_of_user ON sessions (user_id) WHERE ended_at IS NULL;

-- One row per token ever given in a session; the newest one has no used_at. Only hashes: the successor of a token is derived from it
-- with our secret, so that a lost answer can be given again.
CREATE TABLE refresh_tokens (
  token_hash bytea PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
  issued_at  timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- What a link does. Several people may register one address before its owner confirms it, so a link carries the password and the name
-- that were given with it: who follows a link gets what was asked for in that mail, never a stranger's password.
CREATE TABLE mailed_tokens (
  token_hash    bytea PRIMARY KEY,
  -- Null for the set-up of the first administrator.
  user_id       uuid REFERENCES users ON DELETE CASCADE,
  purpose       text NOT NULL CHECK (purpose IN ('verify-email', 'reset-password', 'change-email', 'set-up')),
  email         text,
  password_hash text,
  display_name  text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  expires_at    timestamptz NOT NULL,
  used_at       timestamptz
);
CREATE INDEX mailed_tokens_of_user ON mailed_tokens (user_id, purpose);

CREATE TABLE recovery_codes (
  user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE api_keys (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  name         text NOT NULL,
  prefix       text NOT NULL,
  key_hash     bytea NOT NULL UNIQUE,
  scopes       text[] NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
CREATE INDEX api_keys_of_user ON api_keys (user_id) WHERE revoked_at IS NULL;

-- Failed sign-ins per account and address (and per account alone), for the back-off. Keys are keyed hashes: no address is kept here.
CREATE TABLE sign_in_failures (
  subject   bytea PRIMARY KEY,
  failures  integer NOT NULL,
  failed_at timestamptz NOT NULL
);

-- A mail is promised in the transaction of what it tells of, and sent by a job.
CREATE TABLE outbox_mails (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  recipient  text NOT NULL,
  subject    text NOT NULL,
  text_body  text NOT NULL,
  html_body  text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  attempts   integer NOT NULL DEFAULT 0,
  last_error text,
  -- Not to be tried again before; null: at once.
  retry_at   timestamptz,
  -- Then the bodies are emptied: they may hold links that are as good as a password.
  sent_at    timestamptz,
  given_up_at timestamptz
);
-- Strangers may cause only so many mails to one address.
CREATE INDEX outbox_mails_by_recipient ON outbox_mails (recipient, created_at);
CREATE INDEX outbox_mails_waiting ON outbox_mails (created_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Answers to requests that came with an Idempotency-Key, so that sending one again does nothing twice. Only keyed hashes of who asked
-- what: a request may hold a password.
CREATE TABLE idempotency_keys (
  key_hash     bytea PRIMARY KEY,
  request_hash bytea NOT NULL,
  started_at   timestamptz NOT NULL,
  -- Null while the first request runs.
  status       integer,
  body         text
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (started_at);

-- Append-only; each row's hash covers the row before it, keyed with a secret that is not in this database.
CREATE TABLE audit_log (
  seq        bigint PRIMARY KEY,
  at         timestamptz NOT NULL,
  actor_id   uuid,
  action     text NOT NULL,
  subject_id text,
  -- The network that it came from, not the very address: /24 or /48.
  network    text,
  -- json keeps the very text, which is what the hash covers.
  detail     json NOT NULL,
  previous   bytea NOT NULL,
  hash       bytea NOT NULL
);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, seq DESC);
CREATE INDEX audit_log_by_subject ON audit_log (subject_id, seq DESC);
CREATE INDEX audit_log_by_action ON audit_log (action text_pattern_ops, seq DESC);
CREATE INDEX audit_log_by_time ON audit_log (at);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Administrators add assets and switch them off; how long one was off says how far its history must be looked through again.
ALTER TABLE assets
  ADD COLUMN source text NOT NULL DEFAULT 'install' CHECK (source IN ('install', 'admin')),
  ADD COLUMN disabled_at timestamptz;

-- Requests that were answered, added up by hour over all processes.
CREATE TABLE request_counts (
  hour     timestamptz NOT NULL,
  -- First digit of the status.
  class    smallint NOT NULL CHECK (class BETWEEN 1 AND 5),
  requests bigint NOT NULL,
  PRIMARY KEY (hour, class)
);

-- Down Migration

ALTER TABLE assets DROP COLUMN source, DROP COLUMN disabled_at;
DROP TABLE request_counts, audit_log, idempotency_keys, outbox_mails, sign_in_failures, api_keys, recovery_codes, mailed_tokens, refresh_tokens, sessions, users;
DROP FUNCTION refuse_audit_change;
