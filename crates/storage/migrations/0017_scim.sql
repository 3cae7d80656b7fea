-- What provisioning says of users and groups beyond their profile, and when either was changed last.

-- The id that the client gave it; two may share one.
ALTER TABLE users ADD COLUMN external_id TEXT NOT NULL DEFAULT '';
-- A JSON object of attributes that nothing here acts on. Empty when there are none.
ALTER TABLE users ADD COLUMN provisioned TEXT NOT NULL DEFAULT '';
-- Milliseconds UTC; null for a user who is as it was made.
ALTER TABLE users ADD COLUMN updated_at BIGINT;
CREATE INDEX users_by_external_id ON users (account_id, external_id, id) WHERE external_id <> '';

ALTER TABLE user_groups ADD COLUMN external_id TEXT NOT NULL DEFAULT '';
ALTER TABLE user_groups ADD COLUMN email_alias TEXT NOT NULL DEFAULT '';
ALTER TABLE user_groups ADD COLUMN updated_at BIGINT;
CREATE INDEX user_groups_by_external_id ON user_groups (account_id, external_id, id) WHERE external_id <> '';
