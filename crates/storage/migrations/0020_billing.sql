-- Billing: who pays how, the plans of accounts, invoices, payments and the ledger. Days are counted from 1970-01-01, UTC;
-- amounts are minor units of their currency.

-- How an account pays and is billed, once it has bought anything, owes anything or was given terms.
CREATE TABLE billing_accounts (
    account_id TEXT NOT NULL PRIMARY KEY,
    currency TEXT NOT NULL,
    -- JSON: whom invoices go to; empty where nobody was named.
    contact TEXT NOT NULL DEFAULT '',
    tax_id TEXT NOT NULL DEFAULT '',
    -- Days from the date of an invoice that it owes to its due date.
    payment_days BIGINT NOT NULL CHECK (payment_days >= 0),
    -- Of a master: whether it may buy plans for accounts below it.
    may_sell BIGINT NOT NULL DEFAULT 1 CHECK (may_sell IN (0, 1)),
    -- Numbers of charges and of lines that were given; whether there was a trial.
    charges BIGINT NOT NULL DEFAULT 0,
    lines BIGINT NOT NULL DEFAULT 0,
    had_trial BIGINT NOT NULL DEFAULT 0 CHECK (had_trial IN (0, 1)),
    -- The codes of all that was tried, blank-separated: each once.
    tried TEXT NOT NULL DEFAULT '',
    -- Numbers of invoices that were given to what this account owes.
    invoices BIGINT NOT NULL DEFAULT 0,
    -- What is paid for is closed, for want of a payment.
    suspended BIGINT NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    -- The base has ended, and users are still to lose their licenses.
    downgrading BIGINT NOT NULL DEFAULT 0 CHECK (downgrading IN (0, 1)),
    -- The day over whose midnight the account was brought last.
    ran_to BIGINT NOT NULL,
    -- The moment at which something is due next, milliseconds UTC of its world; null while nothing is.
    due_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1
);
-- What is due, in all accounts.
CREATE INDEX billing_accounts_due ON billing_accounts (due_at, account_id) WHERE due_at IS NOT NULL;

-- The plans of an account; held says everything of one, as JSON.
CREATE TABLE subscriptions (
    account_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    hosts BIGINT NOT NULL CHECK (hosts >= 0),
    held TEXT NOT NULL,
    PRIMARY KEY (account_id, number)
);

-- Invoices by the account whose plans they are about. Only what is paid, set off or voided changes.
CREATE TABLE invoices (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    -- Without gaps for each debtor.
    number BIGINT NOT NULL,
    debtor_id TEXT NOT NULL,
    -- An account, or empty for the platform.
    seller_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    date BIGINT NOT NULL,
    target_date BIGINT NOT NULL,
    due_date BIGINT NOT NULL,
    purchase_order TEXT NOT NULL DEFAULT '',
    -- JSON: whose plans it is about and who owes it, as they were named that day.
    parties TEXT NOT NULL,
    total BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    -- Set off against credit: when it was issued, and later.
    credited BIGINT NOT NULL,
    adjusted BIGINT NOT NULL DEFAULT 0,
    paid BIGINT NOT NULL DEFAULT 0,
    balance BIGINT NOT NULL CHECK (balance >= 0),
    version BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX invoices_by_date ON invoices (account_id, date, number, id);
-- What is still owed for an account.
CREATE INDEX invoices_open ON invoices (account_id, due_date, id) WHERE balance > 0;

CREATE TABLE invoice_lines (
    account_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    charge BIGINT NOT NULL,
    charge_type TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    start_day BIGINT NOT NULL,
    -- The day after the last.
    end_day BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    -- The line that this one gives a part back of.
    credits BIGINT,
    purchase_order TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, invoice_id, line)
);
CREATE INDEX invoice_lines_back ON invoice_lines (account_id, credits) WHERE credits IS NOT NULL;
-- Whose an invoice is, for paths that name no account.
CREATE TABLE invoice_index (
    invoice_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL
);

-- What a debtor owes, its own copy; account_id is the debtor.
CREATE TABLE debts (
    account_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    about_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    date BIGINT NOT NULL,
    due_date BIGINT NOT NULL,
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    balance BIGINT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (account_id, number)
);
CREATE INDEX debts_by_date ON debts (account_id, date, number);
CREATE INDEX debts_open ON debts (account_id, due_date, number) WHERE balance > 0;

-- What was given back and is not set off yet, by who paid it.
CREATE TABLE credits (
    account_id TEXT NOT NULL,
    debtor_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (account_id, debtor_id, currency)
);

-- Payments of invoices; a refund is below zero. The reference tells one from another: the same twice is one.
CREATE TABLE payments (
    account_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    at BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (account_id, invoice_id, reference)
);

-- The ledger: transfers between accounts of a buyer and a seller, for the plans of account_id. Never changed.
CREATE TABLE transfers (
    account_id TEXT NOT NULL,
    id TEXT NOT NULL,
    day BIGINT NOT NULL,
    buyer_id TEXT NOT NULL,
    -- An account, or empty for the platform.
    seller_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (account_id, id)
);
CREATE INDEX transfers_by_invoice ON transfers (account_id, invoice_id, buyer_id, id);

-- What a charge is to one who has a part in it; account_id is who may see it. side: cost for who buys, sales for who
-- sells, below for the one above the seller, who sees sums of it.
CREATE TABLE shares (
    account_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    about_id TEXT NOT NULL,
    line BIGINT NOT NULL,
    side TEXT NOT NULL CHECK (side = 'cost' OR side = 'sales' OR side = 'below'),
    invoice_id TEXT NOT NULL,
    -- The other party: who sells, or who buys.
    other_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    charge_type TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    PRIMARY KEY (account_id, day, about_id, line, side)
);

-- What an account charges those below it, where it differs from what it pays.
CREATE TABLE prices (
    account_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    code TEXT NOT NULL,
    unit BIGINT NOT NULL CHECK (unit >= 0),
    PRIMARY KEY (account_id, currency, code)
);

-- What plans give beside seats and licenses: bytes for recordings, and a JSON list of features.
ALTER TABLE entitlements ADD COLUMN storage_bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE entitlements ADD COLUMN features TEXT NOT NULL DEFAULT '[]';

-- Licenses of add-ons that users hold by the features in their settings.
CREATE TABLE user_licenses (
    account_id TEXT NOT NULL,
    license TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (account_id, license, user_id)
);
CREATE INDEX user_licenses_by_user ON user_licenses (account_id, user_id, license);
-- How many of each there are; pending is 1 for users who were invited and have not come.
CREATE TABLE license_counts (
    account_id TEXT NOT NULL,
    license TEXT NOT NULL,
    pending BIGINT NOT NULL CHECK (pending IN (0, 1)),
    stripe BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (account_id, license, pending, stripe)
);

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
