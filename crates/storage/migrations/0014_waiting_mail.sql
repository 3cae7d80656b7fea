-- Mail that has not left yet, by whom it is for: what a link stands in ends with the link.
CREATE INDEX mails_waiting_by_user ON mails (account_id, user_id) WHERE due_at IS NOT NULL;
