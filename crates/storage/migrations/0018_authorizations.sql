-- Apps that users authorise: what they have allowed, and what is redeemed for it. Whatever is secret is kept as a hash.

-- It runs where nothing can be kept from its user, and has no secret.
ALTER TABLE apps ADD COLUMN is_public BIGINT NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1));
-- It may ask for codes that are entered on another device.
ALTER TABLE apps ADD COLUMN on_device BIGINT NOT NULL DEFAULT 0 CHECK (on_device IN (0, 1));
-- When it was installed on its account; null until it is.
ALTER TABLE apps ADD COLUMN installed_at BIGINT;

-- What a user has allowed an app. Everything that comes of it ends with it.
CREATE TABLE authorizations (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- Blank-separated.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When the app came for its tokens; null until it does.
    redeemed_at BIGINT,
    -- When nothing that came of it is good any more.
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
-- What ends with its user, or with another of the same user for the same app.
CREATE INDEX authorizations_by_user ON authorizations (account_id, user_id, app_id);
-- What ends with its app.
CREATE INDEX authorizations_by_app ON authorizations (account_id, app_id);
CREATE INDEX authorizations_by_expiry ON authorizations (account_id, expires_at);

-- Access tokens that came of an authorization; null for those that an app gets for itself.
ALTER TABLE tokens ADD COLUMN authorization_id TEXT;
CREATE INDEX tokens_by_authorization ON tokens (account_id, authorization_id) WHERE authorization_id IS NOT NULL;

CREATE TABLE authorization_codes (
    account_id TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    authorization_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    -- The S256 challenge of PKCE; null for an app that has a secret and sent none.
    challenge TEXT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);
CREATE INDEX authorization_codes_by_expiry ON authorization_codes (account_id, expires_at);

CREATE TABLE refresh_tokens (
    account_id TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    authorization_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    -- With the token itself it gives the ones that took its place, for as long as their answer may have been lost.
    seed TEXT,
    PRIMARY KEY (account_id, token_hash)
);
CREATE INDEX refresh_tokens_by_authorization ON refresh_tokens (account_id, authorization_id);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (account_id, expires_at);

-- A device without a browser waits for what a user decides elsewhere.
CREATE TABLE device_codes (
    account_id TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    -- What the device shows, and people enter.
    shown_hash BYTEA NOT NULL,
    app_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Seconds between two questions of the device, and when it asked last.
    pause BIGINT NOT NULL,
    asked_at BIGINT,
    -- What was decided: an authorization, or none.
    authorization_id TEXT,
    denied_at BIGINT,
    used_at BIGINT,
    PRIMARY KEY (account_id, code_hash)
);
CREATE UNIQUE INDEX device_codes_by_shown ON device_codes (account_id, shown_hash);
CREATE INDEX device_codes_by_expiry ON device_codes (account_id, expires_at);
-- Codes that a user has entered and no device shows, since a moment.
CREATE TABLE device_misses (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);
