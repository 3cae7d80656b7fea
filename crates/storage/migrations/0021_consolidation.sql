-- People whose email is of a domain that an account of another tree manages.

-- How often somebody has put off what it is asked about that when it signs in.
CREATE TABLE postponements (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The account that manages the domain: each asks by itself.
    manager_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id, manager_id)
);
