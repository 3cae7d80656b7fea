-- Pictures and backgrounds that are handed out with an export.

-- Where the bytes of the file are: an object of the request's own. Null where the column content has them.
ALTER TABLE data_request_files ADD COLUMN object_key TEXT;
-- The type of those bytes.
ALTER TABLE data_request_files ADD COLUMN content_type TEXT;
