-- Contact groups, and the users and groups of users in them.

CREATE TABLE contact_groups (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The documented number: 1 anyone sees it, 2 members see it and anyone finds it, 3 members do both.
    privacy BIGINT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    -- Kept, so that no list counts rows.
    total_members BIGINT NOT NULL DEFAULT 0 CHECK (total_members >= 0),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);

CREATE TABLE contact_group_members (
    account_id TEXT NOT NULL,
    contact_group_id TEXT NOT NULL,
    -- The id of a user, or of a group of users.
    member_id TEXT NOT NULL,
    -- 1 a user, 2 a group of users.
    kind BIGINT NOT NULL,
    PRIMARY KEY (account_id, contact_group_id, member_id)
);
-- What a user or a group leaves behind.
CREATE INDEX contact_group_members_by_member ON contact_group_members (account_id, member_id, contact_group_id);
