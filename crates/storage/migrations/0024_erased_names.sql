-- Deletions of people whom others call by a name, or by an email of the past.

-- What one who is gone was called, {"emails": [], "names": []}, until nothing is said of it any more.
ALTER TABLE data_requests ADD COLUMN erased_names TEXT NOT NULL DEFAULT '{}';
-- As long as others may name it in their profiles: the user that was gone through last, empty before the first. Meanwhile
-- there is no erased_email, which to an earlier version says that nothing but the log is left.
ALTER TABLE data_requests ADD COLUMN profiles_after TEXT;
