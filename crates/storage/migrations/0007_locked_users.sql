-- Users that the platform's owner keeps out, whatever their account wants.
CREATE TABLE locked_users (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    locked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);
