-- Policies that keep the groups of an account apart.
CREATE TABLE information_barriers (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The first and the second group, which are never the same.
    assigned_group_id TEXT NOT NULL,
    to_group_id TEXT NOT NULL CHECK (to_group_id <> assigned_group_id),
    chaperone_group_id TEXT,
    -- JSON: what people of the two groups cannot do with each other.
    settings TEXT NOT NULL,
    -- The documented status and type.
    status BIGINT NOT NULL CHECK (status IN (0, 1)),
    kind BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);
