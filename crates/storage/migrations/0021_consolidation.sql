-- People whose email is of a domain that an account of another tree manages.

-- How often somebody has put off what it is asked about that when it signs in.
CREATE TABLE postponements (
    account_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- The account that manages the domain: another one asks anew.
    manager_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, user_id)
);

-- The account in which the person itself has asked to come, signed in there; empty where it was only invited.
ALTER TABLE expected_users ADD COLUMN asked_in TEXT NOT NULL DEFAULT '';
