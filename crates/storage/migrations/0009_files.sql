-- Files: what is kept of them in rows, and which objects have to go.

-- A file that somebody has sent. Its bytes are an object beside the database.
CREATE TABLE files (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- picture or virtual_background
    kind TEXT NOT NULL,
    -- The user or group whose file it is; empty for a file of the account itself.
    owner_id TEXT NOT NULL,
    -- As it was called where it came from.
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    -- Bytes.
    size BIGINT NOT NULL CHECK (size >= 0),
    -- SHA-256 of the object.
    checksum BYTEA NOT NULL,
    -- Where the object is. It begins with the account that it was sent to, and stays when its user moves.
    object_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
-- What somebody has, and how many of a kind.
CREATE INDEX files_by_owner ON files (account_id, owner_id, kind, id);

-- Objects that no row keeps: each stands here from before it is written until its row is there, and again from when the
-- row went. What is due is deleted, and may be deleted twice.
CREATE TABLE unkept_objects (
    account_id TEXT NOT NULL,
    object_key TEXT NOT NULL,
    -- Milliseconds UTC of the machine's clock from which on nobody may keep it any more.
    due_at BIGINT NOT NULL,
    -- It is being deleted.
    is_going BIGINT NOT NULL DEFAULT 0 CHECK (is_going IN (0, 1)),
    PRIMARY KEY (account_id, object_key)
);
CREATE INDEX unkept_objects_by_due ON unkept_objects (due_at, account_id, object_key);
