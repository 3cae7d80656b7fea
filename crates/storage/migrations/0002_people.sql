-- Who schedules for whom, and how available users are.

-- host_id is the user for whom assistant_id may schedule meetings.
CREATE TABLE assistants (
    account_id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    assistant_id TEXT NOT NULL,
    -- Whether the assistant manages private events of the host too.
    private_events BIGINT NOT NULL CHECK (private_events IN (0, 1)),
    PRIMARY KEY (account_id, host_id, assistant_id)
);
-- The same relation from its other end: the hosts of an assistant.
CREATE INDEX assistants_by_assistant ON assistants (account_id, assistant_id, host_id);

-- What a user has said of itself; who has said nothing is offline.
CREATE TABLE presence (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    status TEXT NOT NULL,
    -- When Do_Not_Disturb ends, milliseconds UTC; null for others.
    ends_at BIGINT,
    PRIMARY KEY (account_id, user_id)
);
