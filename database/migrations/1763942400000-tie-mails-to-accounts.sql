-- Up Migration

-- Whose account a mail speaks of, also when it goes to an address of before. No foreign key: a mail never waits for an account's lock.
ALTER TABLE outbox_mails ADD COLUMN user_id uuid;
UPDATE outbox_mails m SET user_id = u.id FROM users u WHERE u.email = m.recipient;
CREATE INDEX outbox_mails_of_user ON outbox_mails (user_id);

-- Down Migration

ALTER TABLE outbox_mails DROP COLUMN user_id;
