-- Only on SQLite, which gives positions inside of the change: there the log is clustered by them, so that it grows at its end
-- alone, and an index leads from an account to its events.
ALTER TABLE events RENAME TO events_before;
CREATE TABLE events (
    -- INTEGER is SQLite's word for a key that tells where the row stands.
    position INTEGER NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    object_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    by_kind TEXT NOT NULL,
    by_account_id TEXT NOT NULL,
    by_user_id TEXT NOT NULL,
    by_app_id TEXT NOT NULL,
    payload TEXT NOT NULL
);
-- Before the rows: made after them it would be sorted in memory.
CREATE UNIQUE INDEX events_by_id ON events (account_id, id);
-- Every event has a position. To say so leads along their index, and nothing is sorted in memory.
INSERT INTO events (position, account_id, id, at, name, object_id, version, by_kind, by_account_id, by_user_id, by_app_id, payload)
SELECT position, account_id, id, at, name, object_id, version, by_kind, by_account_id, by_user_id, by_app_id, payload
FROM events_before WHERE position IS NOT NULL ORDER BY position;
DROP TABLE events_before;
