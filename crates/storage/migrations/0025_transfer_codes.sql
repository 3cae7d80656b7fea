-- The codes that were made for an email of an account, and those of an account.
CREATE INDEX transfer_codes_by_account ON transfer_codes (account_id, email);
