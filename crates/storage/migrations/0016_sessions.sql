-- People who sign in with a browser: their sessions, and how often somebody failed to prove who it is.

-- A browser that has proved whose it is. Its secret is in a cookie, and nowhere here.
CREATE TABLE sessions (
    secret_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- What is still to be proved: 'code' or 'setup' of a second factor; empty once somebody is signed in.
    awaits TEXT NOT NULL DEFAULT '',
    -- Milliseconds UTC on the clock of the account's world.
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    -- Milliseconds without activity after which it ends; 0 for never.
    idle_ms BIGINT NOT NULL,
    -- When it ends, whatever happens.
    ends_at BIGINT NOT NULL
);
-- The sessions of one user, which end with its password, its email or its place in the account.
CREATE INDEX sessions_by_user ON sessions (account_id, user_id);
-- Those that are over are removed in slices, along with the beginning of others.
CREATE INDEX sessions_by_end ON sessions (account_id, ends_at);

-- The authenticator app of a user.
CREATE TABLE second_factors (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- For this user alone, wherever it moves.
    secret_sealed BYTEA NOT NULL,
    -- Half a minute, counted from 1970, whose code was taken last: no code is taken twice.
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);

-- For who has lost its authenticator app. Each serves once.
CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, user_id, code_hash)
);

-- Sign-ins that failed, on the machine's clock: before anybody is known there is no world.
CREATE TABLE sign_in_failures (
    -- SHA-256 of an email, whether anybody has it or not, or of the address of a network.
    subject BYTEA NOT NULL,
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (subject, at, id)
);
-- Old ones are removed in slices, along with others that come.
CREATE INDEX sign_in_failures_by_time ON sign_in_failures (at);
