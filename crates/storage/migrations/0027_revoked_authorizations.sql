-- Authorizations of an app that is taken off its account while it has very many of them: they end one after the other.

-- Since when nothing that came of it is good any more, although it has not ended yet; null for one that holds.
ALTER TABLE authorizations ADD COLUMN revoked_at BIGINT;
CREATE INDEX authorizations_revoked ON authorizations (account_id, id) WHERE revoked_at IS NOT NULL;
