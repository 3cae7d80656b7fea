-- Where the users of an account sign in elsewhere.
CREATE TABLE identity_providers (
    account_id TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    vanity TEXT NOT NULL,
    -- An address, compared letter by letter.
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret_sealed BYTEA NOT NULL,
    -- Whether whoever it knows becomes a user.
    makes_users BIGINT NOT NULL CHECK (makes_users IN (0, 1)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);
-- The name of an account in addresses, of the whole platform.
CREATE TABLE vanity_index (
    vanity TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL
);
CREATE INDEX vanity_index_by_account ON vanity_index (account_id);

-- How the identity provider of an account calls its users.
CREATE TABLE identities (
    account_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (account_id, subject)
);
-- A user is called in one way.
CREATE UNIQUE INDEX identities_by_user ON identities (account_id, user_id);

-- Browsers on their way to an identity provider. Each comes back once.
CREATE TABLE sign_in_attempts (
    attempt_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    -- Where the browser goes in the end.
    target TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_attempts_by_expiry ON sign_in_attempts (account_id, expires_at);
