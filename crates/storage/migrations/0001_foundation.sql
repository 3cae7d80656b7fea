-- Worlds, the tree of accounts, who may call, users, roles, events and counters.

-- One clock for one or more trees. It only moves forward.
CREATE TABLE worlds (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Milliseconds ahead of the machine's clock.
    offset_ms BIGINT NOT NULL DEFAULT 0 CHECK (offset_ms >= 0),
    -- Milliseconds UTC at which it stands still; null while it runs.
    stopped_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1
);

-- depth: 0 stands free or is a top-level master, 1 below it, 2 below a second-level master. The foreign key lets a row
-- stand only below a master of its own tree that is one step higher, so a deeper or crossed tree cannot be stored.
CREATE TABLE accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    world_id TEXT NOT NULL REFERENCES worlds (id),
    top_id TEXT NOT NULL,
    depth BIGINT NOT NULL CHECK (depth IN (0, 1, 2)),
    is_master BIGINT NOT NULL DEFAULT 0 CHECK (is_master IN (0, 1)),
    parent_id TEXT,
    parent_depth BIGINT,
    parent_is_master BIGINT,
    -- The switch "manages subaccounts" of a master.
    manages BIGINT NOT NULL DEFAULT 0 CHECK (manages IN (0, 1)),
    name TEXT NOT NULL,
    account_type TEXT NOT NULL,
    paid BIGINT NOT NULL DEFAULT 0 CHECK (paid IN (0, 1)),
    pay_mode TEXT NOT NULL DEFAULT 'master' CHECK (pay_mode IN ('master', 'sub')),
    bulk_license BIGINT NOT NULL DEFAULT 0 CHECK (bulk_license IN (0, 1)),
    seats BIGINT NOT NULL DEFAULT 0 CHECK (seats >= 0),
    subscription_start BIGINT,
    subscription_end BIGINT,
    -- Whether custCreate is open to the account.
    api_users BIGINT NOT NULL DEFAULT 0 CHECK (api_users IN (0, 1)),
    owner_id TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    vanity_url TEXT,
    options TEXT NOT NULL DEFAULT '{}',
    trusted_domains TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (account_id, depth, is_master, top_id),
    FOREIGN KEY (parent_id, parent_depth, parent_is_master, top_id) REFERENCES accounts (account_id, depth, is_master, top_id),
    CHECK ((depth = 0) = (parent_id IS NULL)),
    CHECK (depth > 0 OR top_id = account_id),
    CHECK (depth = 0 OR (parent_depth IS NOT NULL AND parent_depth = depth - 1 AND parent_is_master IS NOT NULL AND parent_is_master = 1)),
    CHECK (depth < 2 OR is_master = 0)
);
-- Every account of a tree, for the operator plane.
CREATE INDEX accounts_by_top ON accounts (top_id, depth, created_at, account_id);
-- What the foreign key looks for when a master changes.
CREATE INDEX accounts_by_parent ON accounts (parent_id, created_at, account_id);
CREATE INDEX accounts_by_world ON accounts (world_id);

-- What a parent lists of its subaccounts; account_id is the parent.
CREATE TABLE subaccounts (
    account_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    number BIGINT NOT NULL,
    account_type TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    owner_phone TEXT NOT NULL DEFAULT '',
    seats BIGINT NOT NULL,
    subscription_start BIGINT,
    subscription_end BIGINT,
    reseller BIGINT NOT NULL CHECK (reseller IN (0, 1)),
    bulk_license BIGINT NOT NULL CHECK (bulk_license IN (0, 1)),
    PRIMARY KEY (account_id, id)
);
-- The filters of the list.
CREATE INDEX subaccounts_by_owner_email ON subaccounts (account_id, owner_email, id);
CREATE INDEX subaccounts_by_owner_phone ON subaccounts (account_id, owner_phone, id);

-- How many subaccounts a parent lists.
CREATE TABLE subaccount_counts (
    account_id TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL
);

CREATE TABLE managed_domains (
    account_id TEXT NOT NULL,
    domain TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, domain)
);
-- One domain is managed by one account in the whole platform.
CREATE TABLE domain_index (
    domain TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL
);

-- A code with which a free account lets itself be moved below a master.
CREATE TABLE transfer_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    email TEXT NOT NULL,
    master_number BIGINT NOT NULL,
    enabled BIGINT NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- What an account has bought, until plans exist.
CREATE TABLE entitlements (
    account_id TEXT NOT NULL PRIMARY KEY,
    licensed BIGINT NOT NULL CHECK (licensed >= 0),
    -- The most Basic users; null for as many as one likes.
    basic BIGINT CHECK (basic >= 0),
    -- JSON: units by add-on, {"webinar_500": 10}.
    addons TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE apps (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- server_to_server, jwt or oauth
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- Scopes of tokens to come, blank-separated; classic ones when is_classic.
    scopes TEXT NOT NULL,
    is_classic BIGINT NOT NULL DEFAULT 0 CHECK (is_classic IN (0, 1)),
    enabled BIGINT NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    secret_hash BYTEA,
    secret_sealed BYTEA,
    -- JSON list of addresses.
    redirect_uris TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);
-- A client id, or the key of a JWT app, names one app of the whole platform.
CREATE TABLE client_index (
    client_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    app_id TEXT NOT NULL
);

CREATE TABLE tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    -- Null: it acts for whoever owns the account at the time of the call.
    user_id TEXT,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
-- Tokens that have expired are removed in slices, along with the issue of others.
CREATE INDEX tokens_by_expiry ON tokens (account_id, expires_at);
-- The sessions of one user, which end with its password, its email or its place in the account.
CREATE INDEX tokens_by_user ON tokens (account_id, user_id) WHERE user_id IS NOT NULL;

CREATE TABLE roles (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'common',
    -- JSON list of privilege names, in catalogue order.
    privileges TEXT NOT NULL DEFAULT '[]',
    -- How a holder acts inside a subaccount: 1 as its owner, 2 as here, 3 with second_privileges.
    second_level BIGINT CHECK (second_level IN (1, 2, 3)),
    second_privileges TEXT NOT NULL DEFAULT '[]',
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, name)
);

CREATE TABLE users (
    account_id TEXT NOT NULL,
    -- No list of three: SQLite makes a table of it for every row that is written.
    status TEXT NOT NULL CHECK (status = 'pending' OR status = 'active' OR status = 'inactive'),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- What lists show stands before the rest: SQLite reads a row from its beginning.
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    -- The documented type: 1 Basic, 2 Licensed, 4 unassigned, 99 none.
    kind BIGINT NOT NULL,
    role_id TEXT NOT NULL,
    dept TEXT NOT NULL DEFAULT '',
    pmi BIGINT NOT NULL,
    timezone TEXT NOT NULL DEFAULT '',
    verified BIGINT NOT NULL CHECK (verified IN (0, 1)),
    last_login_at BIGINT,
    last_client_version TEXT NOT NULL DEFAULT '',
    -- A JSON object: the groups, divisions and licenses that were assigned to the user. Answers show all of it, and no
    -- statement looks inside. Empty when nothing was.
    assigned TEXT NOT NULL DEFAULT '',
    employee_id TEXT NOT NULL DEFAULT '',
    host_key TEXT NOT NULL,
    -- JSON lists, written by the operations that change them.
    custom_attributes TEXT NOT NULL DEFAULT '[]',
    phone_numbers TEXT NOT NULL DEFAULT '[]',
    -- The documented login type: 99 API user, 100 work email, 101 single sign-on.
    login_type BIGINT NOT NULL,
    use_pmi BIGINT NOT NULL DEFAULT 0 CHECK (use_pmi IN (0, 1)),
    language TEXT NOT NULL DEFAULT '',
    job_title TEXT NOT NULL DEFAULT '',
    company TEXT NOT NULL DEFAULT '',
    location TEXT NOT NULL DEFAULT '',
    manager TEXT NOT NULL DEFAULT '',
    cost_center TEXT NOT NULL DEFAULT '',
    cms_user_id TEXT NOT NULL DEFAULT '',
    pronouns TEXT NOT NULL DEFAULT '',
    pronouns_option BIGINT NOT NULL DEFAULT 3,
    about_me TEXT NOT NULL DEFAULT '',
    linkedin_url TEXT NOT NULL DEFAULT '',
    vanity_name TEXT NOT NULL DEFAULT '',
    zoom_one_type BIGINT,
    zoom_phone BIGINT NOT NULL DEFAULT 0 CHECK (zoom_phone IN (0, 1)),
    pic_url TEXT NOT NULL DEFAULT '',
    -- When an invitation that was not accepted expires; null for others.
    invited_until BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    -- Every list is of one status, so a page lies together; ids are in the order in which users came. Whoever looks for
    -- an id names the three states beside it, so that no index of ids is needed.
    PRIMARY KEY (account_id, status, id)
);
-- The list of a role's members, and the filter of the list of users.
CREATE INDEX users_by_role ON users (account_id, role_id, status, id);
-- Few users have these; each is looked up by value.
CREATE UNIQUE INDEX users_by_employee_id ON users (account_id, employee_id) WHERE employee_id <> '';
CREATE UNIQUE INDEX users_by_vanity_name ON users (account_id, vanity_name) WHERE vanity_name <> '';
CREATE UNIQUE INDEX users_by_pmi ON users (account_id, pmi);

-- An email, in its form for comparison, belongs to one user of the whole platform, who is found by it here.
CREATE TABLE email_index (
    email TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL
);

CREATE TABLE passwords (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);

-- How often something was done, by day or by moment: daily create counts, changes within 24 hours.
CREATE TABLE occurrences (
    account_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    what TEXT NOT NULL,
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (account_id, object_id, what, at, id)
);
CREATE TABLE daily_counts (
    account_id TEXT NOT NULL,
    what TEXT NOT NULL,
    -- Days since 1970, UTC.
    day BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, what, day)
);

-- Sums of users, spread over stripes so that writers do not meet in one row.
CREATE TABLE user_counts (
    account_id TEXT NOT NULL,
    status TEXT NOT NULL,
    role_id TEXT NOT NULL,
    kind BIGINT NOT NULL,
    stripe BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, status, role_id, kind, stripe)
);

-- What happened. position is given when or after it is committed; readers see positioned rows only.
CREATE TABLE events (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    position BIGINT,
    at BIGINT NOT NULL,
    name TEXT NOT NULL,
    object_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    by_kind TEXT NOT NULL,
    by_account_id TEXT NOT NULL,
    by_user_id TEXT NOT NULL,
    by_app_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX events_by_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_without_position ON events (at, object_id, version, account_id, id) WHERE position IS NULL;
CREATE TABLE event_clock (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL
);
INSERT INTO event_clock (id, last) VALUES (1, 0);

-- What processes have leased of an account's daily pot.
CREATE TABLE daily_pots (
    account_id TEXT NOT NULL,
    pot TEXT NOT NULL,
    -- Days since 1970, UTC.
    day BIGINT NOT NULL,
    leased BIGINT NOT NULL,
    -- What the latest lease took.
    granted BIGINT NOT NULL,
    PRIMARY KEY (account_id, pot, day)
);
-- What processes have leased of a window of a second or a minute; the last step may pass the limit.
CREATE TABLE rate_windows (
    account_id TEXT NOT NULL,
    label TEXT NOT NULL,
    -- Start of the window, milliseconds UTC.
    window_start BIGINT NOT NULL,
    leased BIGINT NOT NULL,
    PRIMARY KEY (account_id, label)
);

-- Single facts about the whole database: fingerprints of keys, the state of a data set that is being made.
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
