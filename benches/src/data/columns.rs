//! The tables that are filled, with the columns that have no default or are worth a value.

/// A table, its columns, and which of them hold bytes.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

pub const WORLDS: Table = Table { name: "worlds", columns: &["id", "name", "created_at"] };
pub const ACCOUNTS: Table = Table {
    name: "accounts",
    columns: &[
        "account_id",
        "number",
        "world_id",
        "top_id",
        "depth",
        "is_master",
        "parent_id",
        "parent_depth",
        "parent_is_master",
        "manages",
        "name",
        "account_type",
        "paid",
        "seats",
        "api_users",
        "owner_id",
        "owner_email",
        "created_at",
    ],
};
pub const SUBACCOUNTS: Table = Table {
    name: "subaccounts",
    columns: &[
        "account_id",
        "created_at",
        "id",
        "name",
        "number",
        "account_type",
        "owner_email",
        "seats",
        "reseller",
        "bulk_license",
    ],
};
pub const SUBACCOUNT_COUNTS: Table = Table { name: "subaccount_counts", columns: &["account_id", "n"] };
pub const ENTITLEMENTS: Table = Table { name: "entitlements", columns: &["account_id", "licensed"] };
pub const APPS: Table =
    Table { name: "apps", columns: &["account_id", "id", "kind", "name", "client_id", "scopes", "created_at"] };
pub const CLIENT_INDEX: Table = Table { name: "client_index", columns: &["client_id", "account_id", "app_id"] };
pub const TOKENS: Table =
    Table { name: "tokens", columns: &["token_hash", "account_id", "app_id", "scopes", "created_at", "expires_at"] };
pub const ROLES: Table = Table { name: "roles", columns: &["account_id", "id", "name", "kind", "created_at"] };
pub const USERS: Table = Table {
    name: "users",
    columns: &[
        "account_id",
        "created_at",
        "id",
        "email",
        "status",
        "kind",
        "role_id",
        "login_type",
        "first_name",
        "last_name",
        "display_name",
        "verified",
        "pmi",
        "host_key",
        "timezone",
        "language",
        "dept",
        "job_title",
        "company",
        "location",
        "last_client_version",
        "last_login_at",
    ],
};
pub const EMAIL_INDEX: Table = Table { name: "email_index", columns: &["email", "account_id", "user_id"] };
pub const USER_COUNTS: Table =
    Table { name: "user_counts", columns: &["account_id", "status", "role_id", "kind", "stripe", "n"] };
