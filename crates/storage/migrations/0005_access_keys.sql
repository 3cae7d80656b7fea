-- Keys with which meetings are started in a user's name (ZAK), or attended beside it (on-behalf tokens).
CREATE TABLE access_keys (
    account_id TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    user_id TEXT NOT NULL,
    -- zak or onbehalf
    kind TEXT NOT NULL,
    -- The only meeting that it is for; null for any.
    meeting_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key_hash)
);
-- Those that have expired are removed in slices, along with the issue of others.
CREATE INDEX access_keys_by_expiry ON access_keys (account_id, expires_at);
-- Those of one user, which end with its sessions.
CREATE INDEX access_keys_by_user ON access_keys (account_id, user_id);
