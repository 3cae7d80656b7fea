-- Reports of masters on invoices that they owe, made beside calls. Days are counted from 1970-01-01, UTC.
CREATE TABLE invoice_reports (
    account_id TEXT NOT NULL,
    -- A moment in milliseconds, in thirteen digits, so that the order of ids is that of time.
    id TEXT NOT NULL,
    start_day BIGINT NOT NULL,
    -- The last day.
    end_day BIGINT NOT NULL,
    -- JSON: the ids of the accounts that it is about.
    accounts TEXT NOT NULL,
    accounts_total BIGINT NOT NULL,
    -- How many of them are written.
    done BIGINT NOT NULL,
    status TEXT NOT NULL,
    -- When a part of it is to be made, or all of it dropped; milliseconds UTC of its world.
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
-- What is due, in all accounts.
CREATE INDEX invoice_reports_due ON invoice_reports (due_at, id);

-- The file of a report, in the order of its parts.
CREATE TABLE invoice_report_parts (
    account_id TEXT NOT NULL,
    report_id TEXT NOT NULL,
    part BIGINT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (account_id, report_id, part)
);
