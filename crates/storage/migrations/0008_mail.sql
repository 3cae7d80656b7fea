-- Mail to users, and what the links in it are good for.

CREATE TABLE mails (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- invitation, confirmation, email_changed …
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- In its form for comparison.
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Sealed, for a link may stand in it.
    text_sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    -- When it is of no use any more, on the clock of the account's world.
    expires_at BIGINT NOT NULL,
    -- When it is tried next, on the machine's clock; null once it was sent or given up.
    due_at BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT,
    -- Why the latest attempt failed.
    fault TEXT,
    PRIMARY KEY (account_id, id)
);
-- What the operator plane lists, whole and by recipient.
CREATE UNIQUE INDEX mails_by_id ON mails (id);
CREATE INDEX mails_by_recipient ON mails (recipient, id);
-- What the sender takes.
CREATE INDEX mails_by_due ON mails (due_at, id) WHERE due_at IS NOT NULL;

-- A link serves once, whom it was sent to and at the address it was sent to.
CREATE TABLE links (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- In its form for comparison.
    email TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
-- The links of one user, which end with its place in the account.
CREATE INDEX links_by_user ON links (account_id, user_id);
-- Links that have expired are removed in slices, along with the making of others.
CREATE INDEX links_by_expiry ON links (account_id, expires_at);
