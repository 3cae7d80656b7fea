-- Settings of accounts, groups and users.

-- What somebody has set and locked in place of what holds otherwise. Who has set nothing has no row, and a row holds what
-- was set and nothing more.
CREATE TABLE settings (
    account_id TEXT NOT NULL,
    -- The account itself, one of its groups or one of its users.
    holder_id TEXT NOT NULL,
    -- JSON: values by setting, {"schedule_meeting.host_video":true}.
    chosen TEXT NOT NULL DEFAULT '{}',
    -- JSON list of locks, ["schedule_meeting.host_video"]. Users lock nothing.
    locked TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (account_id, holder_id)
);
