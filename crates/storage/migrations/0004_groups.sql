-- Groups of users, their members and their admins, and kept numbers of what an account has.

CREATE TABLE user_groups (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Kept, so that no list counts rows.
    total_members BIGINT NOT NULL DEFAULT 0 CHECK (total_members >= 0),
    total_admins BIGINT NOT NULL DEFAULT 0 CHECK (total_admins >= 0),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, name)
);

CREATE TABLE group_members (
    account_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The groups of a user are in this order; the first one is its primary group.
    place BIGINT NOT NULL,
    PRIMARY KEY (account_id, group_id, user_id)
);
-- The groups of one user: what its settings rest on, and what it leaves behind.
CREATE UNIQUE INDEX group_members_by_user ON group_members (account_id, user_id, place);

CREATE TABLE group_admins (
    account_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (account_id, group_id, user_id)
);
CREATE INDEX group_admins_by_user ON group_admins (account_id, user_id, group_id);

-- How many of something an account has, such as groups.
CREATE TABLE object_counts (
    account_id TEXT NOT NULL,
    what TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, what)
);
