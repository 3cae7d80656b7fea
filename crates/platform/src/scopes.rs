//! Levels of scopes, and the classic scopes that do for a granular one.

/// How far a scope reaches. The text of a call's account segment decides which one it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// The caller's own data, through an app that the user added.
    User,
    /// The whole account of the credentials: no account segment, or `me`.
    Admin,
    /// The accounts below it, or its own named like one of them: a literal account id.
    Master,
}

impl Level {
    /// All of them, in the order of their declaration.
    pub const ALL: [Level; 3] = [Level::User, Level::Admin, Level::Master];
    /// What this level adds to a granular scope.
    pub const fn suffix(self) -> &'static str {
        match self {
            Level::User => "",
            Level::Admin => ":admin",
            Level::Master => ":master",
        }
    }
}

/// The granular scope of an operation at a level: `user:read:list_users` becomes `user:read:list_users:admin`.
pub fn granular(scope: &str, level: Level) -> String {
    format!("{scope}{}", level.suffix())
}

/// The classic scopes of an operation, by level; any one of a list is enough. An empty list: no classic scope does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classic {
    pub user: Names,
    pub admin: Names,
    pub master: Names,
}

type Names = &'static [&'static str];

impl Classic {
    /// Those that do at this level, in the order in which a refusal names them.
    pub const fn at(&self, level: Level) -> Names {
        match level {
            Level::User => self.user,
            Level::Admin => self.admin,
            Level::Master => self.master,
        }
    }
}

/// The classic alternatives of a granular scope without level; nothing for a scope that is not in the table.
pub fn classic(granular: &str) -> Option<&'static Classic> {
    let found = TABLE.binary_search_by(|(scope, _)| scope.cmp(&granular)).ok()?;
    TABLE.get(found).map(|(_, classic)| classic)
}

const fn account_wide(admin: Names, master: Names) -> Classic {
    Classic { user: &[], admin, master }
}

/// For operations whose documents print one list for both an own account (`me`) and one below.
const fn either(names: Names) -> Classic {
    account_wide(names, names)
}

const fn of_users(user: Names, admin: Names) -> Classic {
    Classic { user, admin, master: &["user:master"] }
}

const ACCOUNT_READ: Names = &["account:read:admin", "account:write:admin"];
const ACCOUNT_WRITE: Names = &["account:write:admin"];
const SETTINGS_READ: Classic = either(ACCOUNT_READ);
const SETTINGS_WRITE: Classic = either(ACCOUNT_WRITE);
const BACKGROUNDS: Classic = account_wide(ACCOUNT_WRITE, &["account:write:admin", "account:master"]);
const DOMAINS: Classic =
    account_wide(&["account:read:admin"], &["account:master", "account:write:master", "account:read:master"]);

const BILLING: Classic = either(&["billing:master"]);

const CONTACT_GROUP_READ: Classic = account_wide(&["contact_group:read:admin"], &["contact_group:master"]);
const CONTACT_GROUP_WRITE: Classic = account_wide(&["contact_group:write:admin"], &["contact_group:master"]);

const DATA_REQUEST_READ: Classic =
    account_wide(&["data_request:read:admin", "data_request:write:admin"], &["data_request:master"]);
const DATA_REQUEST_WRITE: Classic = account_wide(&["data_request:write:admin"], &["data_request:master"]);

const DIVISION_READ: Classic = account_wide(&["division:read:admin"], &["division:master"]);
const DIVISION_WRITE: Classic = account_wide(&["division:write:admin"], &["division:master"]);

const GROUP_READ: Classic = account_wide(&["group:read:admin", "group:write:admin"], &["group:master"]);
const GROUP_WRITE: Classic = account_wide(&["group:write:admin"], &["group:master"]);

const BARRIER_READ: Classic = account_wide(&["information_barriers:read:admin"], &["information_barriers:read:master"]);
const BARRIER_WRITE: Classic =
    account_wide(&["information_barriers:write:admin"], &["information_barriers:write:master"]);

const REPORT_READ: Classic = account_wide(&["report:read:admin"], &["report:master"]);

const ROLE_READ: Classic = account_wide(&["role:read:admin", "role:write:admin"], &["role:master"]);
const ROLE_LIST: Classic =
    account_wide(&["role:read:admin", "role:write:admin"], &["role:master", "role:read:master", "role:write:master"]);
const ROLE_WRITE: Classic = account_wide(&["role:write:admin"], &["role:master", "role:write:master"]);

const USERS_READ: Names = &["user:read:admin", "user:write:admin"];
const USER_READ: Classic = of_users(&["user:read", "user:write"], USERS_READ);
const USER_WRITE: Classic = of_users(&["user:write"], &["user:write:admin"]);
const PROFILE_READ: Classic = of_users(&["user:read", "user:write", "user_profile"], USERS_READ);

/// Sorted by granular scope. Lists are those of the published documents of both editions, per operation; where an
/// operation is not published for accounts below, its master scope is the resource with `:master`.
///
/// Not published, and named here in the style of the rest: the scopes of contact groups (`contact_group:read:group`
/// and its like belong to the directory groups of chat), of listing and ordering invoice reports, of one meeting
/// template, and the use of `account:read:admin` for details of one's own account. `division:wirte:admin` is
/// printed so, and is `division:write:admin` here.
static TABLE: &[(&str, Classic)] = &[
    ("account:delete:sub_account", either(&["account:master", "account:write:master"])),
    ("account:delete:virtual_background_files", BACKGROUNDS),
    ("account:read:list_sub_accounts", either(&["account:master", "account:write:master", "account:read:master"])),
    ("account:read:lock_settings", SETTINGS_READ),
    ("account:read:managed_domains", DOMAINS),
    (
        "account:read:registration_settings",
        account_wide(
            ACCOUNT_READ,
            &["account:read:admin", "account:write:admin", "account:read:master", "account:write:master"],
        ),
    ),
    ("account:read:settings", SETTINGS_READ),
    ("account:read:sub_account", account_wide(&["account:master", "account:read:admin"], &["account:master"])),
    ("account:read:trusted_domains", DOMAINS),
    ("account:update:lock_settings", SETTINGS_WRITE),
    ("account:update:options", either(&["account:master"])),
    ("account:update:owner", account_wide(ACCOUNT_WRITE, &["account:master"])),
    (
        "account:update:registration_settings",
        account_wide(ACCOUNT_WRITE, &["account:write:admin", "account:write:master"]),
    ),
    ("account:update:settings", SETTINGS_WRITE),
    ("account:write:sub_account", either(&["account:master"])),
    ("account:write:virtual_background_files", BACKGROUNDS),
    ("billing:delete:invoice_report", BILLING),
    ("billing:read:billing_information", BILLING),
    ("billing:read:download_invoice_file", BILLING),
    ("billing:read:download_invoice_reports", BILLING),
    ("billing:read:invoice_details", BILLING),
    ("billing:read:list_invoice_reports", BILLING),
    ("billing:read:list_invoices", BILLING),
    ("billing:read:list_upcoming_renewal_accounts", either(&["billing:master", "account:master"])),
    ("billing:read:plan_information", BILLING),
    (
        "billing:read:plan_usage",
        account_wide(
            &["billing:master", "account:master", "account:read:admin"],
            &["billing:master", "account:master"],
        ),
    ),
    ("billing:read:statement", BILLING),
    ("billing:update:additional_plans", BILLING),
    ("billing:update:billing_information", BILLING),
    ("billing:update:cancel_additional_plans", BILLING),
    ("billing:update:cancel_plan", BILLING),
    ("billing:update:plan", BILLING),
    ("billing:write:invoice_report", BILLING),
    ("billing:write:subscribe_additional_plans", BILLING),
    ("billing:write:subscribe_plan", BILLING),
    ("contact_group:delete:contact_group", CONTACT_GROUP_WRITE),
    ("contact_group:delete:contact_group_member", CONTACT_GROUP_WRITE),
    ("contact_group:read:contact_group", CONTACT_GROUP_WRITE), // the documents ask for the writing scope here too
    ("contact_group:read:list_contact_group_members", CONTACT_GROUP_READ),
    ("contact_group:read:list_contact_groups", CONTACT_GROUP_READ),
    ("contact_group:update:contact_group", CONTACT_GROUP_WRITE),
    ("contact_group:write:contact_group", CONTACT_GROUP_WRITE),
    ("contact_group:write:contact_group_member", CONTACT_GROUP_WRITE),
    ("data_request:delete:request", DATA_REQUEST_WRITE),
    ("data_request:read:download", DATA_REQUEST_READ),
    ("data_request:read:history", DATA_REQUEST_READ),
    ("data_request:write:request", DATA_REQUEST_WRITE),
    ("division:delete:division", DIVISION_WRITE),
    ("division:read:division", account_wide(&["division:write:admin", "division:read:admin"], &["division:master"])),
    ("division:read:list_divisions", DIVISION_READ),
    ("division:read:member", DIVISION_READ),
    ("division:update:division", DIVISION_WRITE),
    ("division:write:division", DIVISION_WRITE),
    ("division:write:member", DIVISION_WRITE),
    ("group:delete:administrator", GROUP_WRITE),
    ("group:delete:group", GROUP_WRITE),
    ("group:delete:member", GROUP_WRITE),
    ("group:delete:virtual_background_files", GROUP_WRITE),
    ("group:read:administrator", GROUP_READ),
    ("group:read:group", GROUP_READ),
    ("group:read:list_channels", GROUP_READ),
    ("group:read:list_groups", GROUP_READ),
    ("group:read:list_members", GROUP_READ),
    ("group:read:lock_settings", GROUP_READ),
    ("group:read:registration_settings", GROUP_READ),
    ("group:read:settings", GROUP_READ),
    ("group:update:group", GROUP_WRITE),
    ("group:update:lock_settings", GROUP_WRITE),
    ("group:update:member", GROUP_WRITE),
    ("group:update:registration_settings", GROUP_WRITE),
    ("group:update:settings", GROUP_WRITE),
    ("group:write:administrator", GROUP_WRITE),
    ("group:write:group", GROUP_WRITE),
    ("group:write:member", GROUP_WRITE),
    ("group:write:virtual_background_files", GROUP_WRITE),
    ("information_barrier:delete:policy", BARRIER_WRITE),
    ("information_barrier:read:list_policies", BARRIER_READ),
    ("information_barrier:read:policy", BARRIER_READ),
    ("information_barrier:update:policy", BARRIER_WRITE),
    ("information_barrier:write:policy", BARRIER_WRITE),
    ("report:read:billing", REPORT_READ),
    ("report:read:billing_invoice", REPORT_READ),
    ("role:delete:member", ROLE_WRITE),
    ("role:delete:role", ROLE_WRITE),
    ("role:read:list_members", ROLE_READ),
    ("role:read:list_roles", ROLE_LIST),
    ("role:read:role", ROLE_READ),
    ("role:update:role", ROLE_WRITE),
    ("role:write:member", ROLE_WRITE),
    ("role:write:role", ROLE_WRITE),
    ("scim2", account_wide(&["scim2"], &["scim2:master"])), // published so, without an action
    ("user:delete:assistant", USER_WRITE),
    ("user:delete:profile_picture", USER_WRITE),
    ("user:delete:scheduler", USER_WRITE),
    ("user:delete:token", USER_WRITE),
    ("user:delete:user", USER_WRITE),
    ("user:delete:virtual_background_files", USER_WRITE),
    ("user:read:collaboration_device", USER_READ),
    ("user:read:email", USER_READ),
    ("user:read:list_assistants", PROFILE_READ),
    ("user:read:list_collaboration_devices", USER_READ),
    ("user:read:list_permissions", PROFILE_READ),
    ("user:read:list_schedulers", PROFILE_READ),
    ("user:read:list_users", USER_READ),
    ("user:read:meeting_template", of_users(&["user:read"], &["user:read:admin"])),
    ("user:read:pm_room", USER_READ),
    ("user:read:presence_status", of_users(&["user:read"], &["user:read:admin"])),
    ("user:read:settings", USER_READ),
    ("user:read:summary", USER_READ),
    ("user:read:token", PROFILE_READ),
    ("user:read:user", of_users(&["user:read", "user:write", "user_profile", "user_info:read"], USERS_READ)),
    ("user:read:zak", of_users(&["user_zak:read"], &["user_zak:read"])),
    ("user:update:email", USER_WRITE),
    ("user:update:password", USER_WRITE),
    ("user:update:presence_status", USER_WRITE),
    ("user:update:settings", USER_WRITE),
    ("user:update:status", USER_WRITE),
    ("user:update:user", USER_WRITE),
    ("user:update:user_account", either(&["user:master"])),
    ("user:write:assistant", USER_WRITE),
    ("user:write:feature", USER_WRITE),
    ("user:write:profile_picture", USER_WRITE),
    ("user:write:user", USER_WRITE),
    ("user:write:virtual_background_files", USER_WRITE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_no_scope_twice() {
        assert!(TABLE.is_sorted_by(|(before, _), (after, _)| before < after));
    }

    #[test]
    fn a_granular_scope_is_resource_action_and_object() {
        for (scope, _) in TABLE.iter().filter(|(scope, _)| *scope != "scim2") {
            let parts: Vec<&str> = scope.split(':').collect();
            let [resource, action, object] = parts[..] else { panic!("{scope}") };
            assert!(["read", "write", "update", "delete"].contains(&action), "{scope}");
            for word in [resource, object] {
                assert!(!word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{scope}");
            }
        }
    }

    #[test]
    fn a_classic_scope_is_well_formed_and_named_once_a_level() {
        for (scope, classic) in TABLE {
            for names in Level::ALL.map(|level| classic.at(level)) {
                for (index, name) in names.iter().enumerate() {
                    assert!(name.chars().all(|c| c.is_ascii_lowercase() || "_:2".contains(c)), "{scope}: {name}");
                    assert!(!names[..index].contains(name), "{scope}: {name} twice");
                }
            }
        }
    }

    #[test]
    fn every_operation_can_be_called_with_classic_scopes_on_both_faces() {
        for (scope, classic) in TABLE {
            assert!(!classic.admin.is_empty() && !classic.master.is_empty(), "{scope}");
        }
    }

    #[test]
    fn no_user_level_scope_opens_an_account_below() {
        for (scope, classic) in TABLE {
            let bare = classic.master.iter().find(|name| !name.ends_with(":master") && !name.ends_with(":admin"));
            assert_eq!(bare, None, "{scope}");
            assert!(classic.user.iter().all(|name| !name.ends_with(":admin") && !name.ends_with(":master")), "{scope}");
        }
    }

    #[test]
    fn the_level_is_the_last_part_of_a_granular_scope() {
        assert_eq!(granular("user:read:user", Level::User), "user:read:user");
        assert_eq!(granular("user:read:list_users", Level::Admin), "user:read:list_users:admin");
        assert_eq!(granular("user:read:list_users", Level::Master), "user:read:list_users:master");
    }

    #[test]
    fn a_scope_is_found_without_its_level_only() {
        assert!(classic("user:read:list_users").is_some());
        for unknown in ["", "user", "user:read", "user:read:list_users:admin", "zoom:read:user"] {
            assert_eq!(classic(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn the_lists_are_the_published_ones() {
        use Level::{Admin, Master, User};
        let published: &[(&str, Level, &[&str])] = &[
            ("user:read:user", User, &["user:read", "user:write", "user_profile", "user_info:read"]),
            ("user:read:list_users", Admin, &["user:read:admin", "user:write:admin"]),
            ("user:read:list_users", Master, &["user:master"]),
            ("user:write:user", Admin, &["user:write:admin"]),
            ("user:read:zak", User, &["user_zak:read"]),
            ("user:update:user_account", Master, &["user:master"]),
            ("role:read:list_roles", Master, &["role:master", "role:read:master", "role:write:master"]),
            ("role:read:role", Master, &["role:master"]),
            ("role:read:role", Admin, &["role:read:admin", "role:write:admin"]),
            ("group:write:administrator", Master, &["group:master"]),
            (
                "account:read:list_sub_accounts",
                Master,
                &["account:master", "account:write:master", "account:read:master"],
            ),
            ("account:write:sub_account", Master, &["account:master"]),
            ("account:update:owner", Admin, &["account:write:admin"]),
            ("account:update:owner", Master, &["account:master"]),
            ("account:read:lock_settings", Master, &["account:read:admin", "account:write:admin"]),
            ("information_barrier:read:policy", Master, &["information_barriers:read:master"]),
            ("billing:read:plan_usage", Master, &["billing:master", "account:master"]),
            ("contact_group:read:list_contact_groups", Admin, &["contact_group:read:admin"]),
        ];
        for (scope, level, names) in published {
            assert_eq!(classic(scope).map(|classic| classic.at(*level)), Some(*names), "{scope} at {level:?}");
        }
    }
}
