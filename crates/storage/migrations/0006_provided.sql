-- What other products keep for users: their meeting and summary templates, and their devices.
CREATE TABLE provided_items (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- summary_template, meeting_template or collaboration_device
    kind TEXT NOT NULL,
    -- Where it stands in its list.
    place BIGINT NOT NULL,
    id TEXT NOT NULL,
    -- JSON object, as answers show it.
    body TEXT NOT NULL,
    PRIMARY KEY (account_id, user_id, kind, place),
    UNIQUE (account_id, user_id, kind, id)
);
