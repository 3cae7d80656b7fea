-- Requests of people for their data or for its deletion, and the files that come of them.

CREATE TABLE data_requests (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- EXPORT or DELETE
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The email by which the person was named. It stays: the request is the proof of what was done.
    user_identifier TEXT NOT NULL,
    requestor_id TEXT NOT NULL,
    requestor_name TEXT NOT NULL,
    -- Whether who has asked for a deletion may have admins deleted: somebody may become one before it is due.
    may_erase_admins BIGINT NOT NULL CHECK (may_erase_admins IN (0, 1)),
    -- Pending, Canceled, Completed or Failed
    state TEXT NOT NULL,
    failed_reason TEXT,
    created_at BIGINT NOT NULL,
    -- When it is carried out, on the clock of the account's world; null once it was, or was canceled.
    due_at BIGINT,
    -- How often carrying it out had to be put off, and until when it is, on the machine's clock.
    attempts BIGINT NOT NULL DEFAULT 0,
    again_at BIGINT NOT NULL DEFAULT 0,
    -- Of a deletion whose user is gone: its email as long as the log is gone through, and the event that was last.
    erased_email TEXT,
    log_after TEXT NOT NULL DEFAULT '',
    -- The time that is asked about.
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    files BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);
-- What is to be carried out, and whether somebody has a request in process.
CREATE INDEX data_requests_by_due ON data_requests (due_at, account_id, id) WHERE due_at IS NOT NULL;
CREATE INDEX data_requests_in_process ON data_requests (account_id, requestor_id) WHERE due_at IS NOT NULL;

CREATE TABLE data_request_files (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    size BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- When it goes, on the clock of the account's world.
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX data_request_files_by_expiry ON data_request_files (expires_at, account_id, id);
CREATE INDEX data_request_files_by_request ON data_request_files (account_id, request_id, id);
-- Files about one who is forgotten go as well.
CREATE INDEX data_request_files_by_user ON data_request_files (account_id, user_id);

-- An address from which a file can be fetched once.
CREATE TABLE data_request_links (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX data_request_links_by_file ON data_request_links (account_id, file_id);
