-- Users whose email somebody else has until they come, and the age of mail and links.

-- Somebody who was invited and has a free account of its own: the email belongs to that account until the user comes and
-- the account closes. A user has a row here or in email_index, never in both.
CREATE TABLE expected_users (
    account_id TEXT NOT NULL,
    -- In its form for comparison.
    email TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (account_id, email)
);
CREATE UNIQUE INDEX expected_users_by_user ON expected_users (account_id, user_id);

-- What is removed when it has been of no use for long.
CREATE INDEX mails_by_expiry ON mails (expires_at, id);
DROP INDEX links_by_expiry;
CREATE INDEX links_by_expiry ON links (expires_at, link_hash);
