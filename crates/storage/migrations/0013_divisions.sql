-- Divisions of an account, of which a user belongs to one at most.

CREATE TABLE divisions (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    -- Every account has one main division.
    is_main BIGINT NOT NULL CHECK (is_main IN (0, 1)),
    -- Kept, so that no list counts rows.
    total_members BIGINT NOT NULL DEFAULT 0 CHECK (total_members >= 0),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, name)
);
CREATE UNIQUE INDEX divisions_main ON divisions (account_id) WHERE is_main = 1;

CREATE TABLE division_users (
    account_id TEXT NOT NULL,
    division_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (account_id, division_id, user_id),
    UNIQUE (account_id, user_id)
);

-- Accounts that were there before have a main division as well.
INSERT INTO divisions (account_id, id, name, is_main, created_at)
    SELECT account_id, account_id, 'Main Division', 1, created_at FROM accounts WHERE closed_at IS NULL;
INSERT INTO object_counts (account_id, what, n)
    SELECT account_id, 'divisions', 1 FROM accounts WHERE closed_at IS NULL;
