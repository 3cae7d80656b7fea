//! Who may call what, copied by hand from the published documents and the rules of this platform. The access matrix takes
//! the same facts from the declarations; this table is what a wrong declaration differs from.
use crate::{matrix::operations, world::World};
use platform::{Needs, Operation};
use std::collections::BTreeSet;

const READS: &str = "SubAccount:Read SubAccount:Edit";
const CHANGES: &str = "SubAccount:Edit";
const READS_SETTINGS: &str = "SubAccount:Read SubAccount:Edit AccountSetting:Read";
const CHANGES_SETTINGS: &str = "SubAccount:Edit AccountSetting:Edit AccountProfile:Edit";

/// The operation, the privileges of which any one does, and what else is said of it:
///
/// - `:master`: its scope is one of masters wherever it answers (`platform.md` 1.12, 2.5, 3.7)
/// - `for masters`: only a master that manages its subaccounts may call it
/// - `second level`: a top-level master may use it on a second-level master
/// - `self-paying`: it answers for a subaccount that pays for itself
/// - `paid`: only a paid account answers
/// - `oneself`: users may call it on themselves whatever their role (`platform.md` 3.7, 3.8)
const TABLE: &[(&str, &str, &[&str])] = &[
    ("GET /accounts", READS, &[":master", "for masters", "second level"]),
    ("POST /accounts", CHANGES, &[":master", "for masters", "second level"]),
    ("GET /accounts/{accountId}", READS, &["second level", "self-paying"]),
    ("DELETE /accounts/{accountId}", CHANGES, &[":master", "self-paying"]),
    ("PATCH /accounts/{accountId}/options", CHANGES, &[":master", "second level", "self-paying"]),
    ("PUT /accounts/{accountId}/owner", CHANGES, &[]),
    ("GET /accounts/{accountId}/managed_domains", READS_SETTINGS, &[":master", "second level", "paid"]),
    ("GET /accounts/{accountId}/trusted_domains", READS_SETTINGS, &[":master", "second level", "paid"]),
    ("GET /accounts/{accountId}/settings", READS_SETTINGS, &["second level", "paid"]),
    ("PATCH /accounts/{accountId}/settings", CHANGES_SETTINGS, &["paid"]),
    ("GET /accounts/{accountId}/lock_settings", READS_SETTINGS, &[":master", "second level", "paid"]),
    ("PATCH /accounts/{accountId}/lock_settings", CHANGES_SETTINGS, &["paid"]),
    ("GET /accounts/{accountId}/settings/registration", READS_SETTINGS, &[":master", "second level", "paid"]),
    ("POST /accounts/{accountId}/settings/virtual_backgrounds", CHANGES_SETTINGS, &[]),
    ("DELETE /accounts/{accountId}/settings/virtual_backgrounds", CHANGES_SETTINGS, &[]),
    ("PATCH /accounts/{accountId}/settings/registration", CHANGES_SETTINGS, &[":master", "paid"]),
    ("GET /accounts/{accountId}/plans", READS, &["second level"]),
    ("POST /accounts/{accountId}/plans", CHANGES, &[":master", "second level", "self-paying"]),
    ("PUT /accounts/{accountId}/plans/base", "", &[":master", "second level", "self-paying"]),
    ("PATCH /accounts/{accountId}/plans/base/status", "", &[":master", "second level", "self-paying"]),
    ("POST /accounts/{accountId}/plans/addons", CHANGES, &[":master", "second level", "self-paying"]),
    ("PUT /accounts/{accountId}/plans/addons", "", &[":master", "second level", "self-paying"]),
    ("PATCH /accounts/{accountId}/plans/addons/status", "", &[":master", "second level", "self-paying"]),
    ("GET /accounts/{accountId}/plans/usage", READS, &["second level", "self-paying", "paid"]),
    ("GET /accounts/{accountId}/billing", "", &["second level"]),
    ("PATCH /accounts/{accountId}/billing", "", &[":master", "second level", "self-paying"]),
    ("GET /accounts/{accountId}/billing/terms", READS, &["second level"]),
    ("PATCH /accounts/{accountId}/billing/terms", CHANGES, &[":master", "second level"]),
    ("GET /accounts/{accountId}/billing/invoices", READS, &["second level", "self-paying", "paid"]),
    ("GET /accounts/{accountId}/billing/invoices/{invoiceId}", "", &["second level", "self-paying"]),
    // The documents name no privilege for the files; the list of invoices asks for these.
    ("GET /billing/invoices/{invoiceId}/download", READS, &[":master"]),
    ("GET /api/download/billing/invoices/{invoiceId}", READS, &[":master"]),
    ("GET /accounts/billing/invoice_reports", "", &[":master", "for masters"]),
    ("POST /accounts/billing/invoice_reports", "", &[":master", "for masters"]),
    ("GET /accounts/billing/invoice_reports/{invoiceReportId}", "", &[":master", "for masters"]),
    ("DELETE /accounts/billing/invoice_reports/{invoiceReportId}", "", &[":master", "for masters"]),
    ("GET /accounts/billing/statement", READS, &[]),
    ("GET /report/billing", "UsageReport:Read", &["paid"]),
    ("GET /report/billing/invoices", "UsageReport:Read", &[]),
    ("GET /accounts/billing/renewals", READS, &[":master", "for masters"]),
    ("GET /accounts/billing/prices", READS, &[":master", "for masters"]),
    ("PUT /accounts/billing/prices", CHANGES, &[":master", "for masters"]),
    ("GET /contacts/groups", "", &["paid"]),
    ("POST /contacts/groups", "", &["paid"]),
    ("GET /contacts/groups/{groupId}", "", &["paid"]),
    ("PATCH /contacts/groups/{groupId}", "", &["paid"]),
    ("DELETE /contacts/groups/{groupId}", "", &["paid"]),
    ("GET /contacts/groups/{groupId}/members", "", &["paid"]),
    ("POST /contacts/groups/{groupId}/members", "", &["paid"]),
    ("DELETE /contacts/groups/{groupId}/members", "", &["paid"]),
    ("GET /divisions", "Division:Read", &[]),
    ("POST /divisions", "Division:Edit", &[]),
    ("GET /divisions/{divisionId}", "Division:Read", &[]),
    ("PATCH /divisions/{divisionId}", "Division:Edit", &[]),
    ("DELETE /divisions/{divisionId}", "Division:Edit", &[]),
    ("GET /divisions/{divisionId}/users", "Division:Read", &[]),
    ("POST /divisions/{divisionId}/users", "Division:Edit", &[]),
    ("GET /groups", "Group:Read", &["paid"]),
    ("POST /groups", "Group:Edit", &["paid"]),
    ("GET /groups/{groupId}", "Group:Read", &["paid"]),
    ("PATCH /groups/{groupId}", "Group:Edit", &["paid"]),
    ("POST /groups/{groupId}/settings/virtual_backgrounds", "Group:Edit", &[]),
    ("DELETE /groups/{groupId}/settings/virtual_backgrounds", "Group:Edit", &[]),
    ("DELETE /groups/{groupId}", "Group:Edit", &["paid"]),
    ("GET /groups/{groupId}/channels", "Group:Read", &["paid"]),
    ("GET /groups/{groupId}/members", "Group:Read", &["paid"]),
    ("POST /groups/{groupId}/members", "Group:Edit", &["paid"]),
    ("PATCH /groups/{groupId}/members/{memberId}", "", &["paid"]),
    ("DELETE /groups/{groupId}/members/{memberId}", "Group:Edit", &["paid"]),
    ("GET /groups/{groupId}/admins", "Group:Read", &["paid"]),
    ("POST /groups/{groupId}/admins", "Group:Edit", &["paid"]),
    ("DELETE /groups/{groupId}/admins/{userId}", "Group:Edit", &["paid"]),
    ("GET /data_requests/requests", "DataRequest:Read", &[]),
    ("POST /data_requests/requests", "DataRequest:Read", &[]),
    ("GET /data_requests/requests/{requestId}", "DataRequest:Read", &[]),
    ("DELETE /data_requests/requests/{requestId}", "DataRequest:Read", &[]),
    ("GET /data_requests/files/{fileId}/url", "DataRequest:Read", &[]),
    ("GET /information_barriers/policies", "", &["paid"]),
    ("POST /information_barriers/policies", "", &["paid"]),
    ("GET /information_barriers/policies/{policyId}", "", &[]),
    ("PATCH /information_barriers/policies/{policyId}", "", &[]),
    ("DELETE /information_barriers/policies/{policyId}", "", &[]),
    ("GET /roles", "", &["second level"]),
    ("POST /roles", "", &[]),
    ("GET /roles/{roleId}", "", &["second level"]),
    ("PATCH /roles/{roleId}", "", &["paid"]),
    ("DELETE /roles/{roleId}", "", &[]),
    ("GET /roles/{roleId}/members", "", &["second level"]),
    ("POST /roles/{roleId}/members", "", &[]),
    ("DELETE /roles/{roleId}/members/{memberId}", "", &[]),
    ("GET /scim2/Groups", "Group:Read", &["paid"]),
    ("POST /scim2/Groups", "Group:Edit", &["paid"]),
    ("GET /scim2/Groups/{groupId}", "Group:Read", &["paid"]),
    ("PUT /scim2/Groups/{groupId}", "Group:Edit", &["paid"]),
    ("PATCH /scim2/Groups/{groupId}", "Group:Edit", &["paid"]),
    ("DELETE /scim2/Groups/{groupId}", "Group:Edit", &["paid"]),
    ("GET /scim2/ResourceTypes", "", &["second level"]),
    ("GET /scim2/ResourceTypes/{typeId}", "", &["second level"]),
    ("GET /scim2/Schemas", "", &["second level"]),
    ("GET /scim2/Schemas/{schemaId}", "", &["second level"]),
    ("GET /scim2/ServiceProviderConfig", "", &["second level"]),
    ("GET /scim2/Users", "User:Read", &["second level"]),
    ("POST /scim2/Users", "User:Edit", &[]),
    ("GET /scim2/Users/{userId}", "User:Read", &["second level"]),
    ("PUT /scim2/Users/{userId}", "User:Edit", &[]),
    ("PATCH /scim2/Users/{userId}", "User:Edit", &[]),
    ("DELETE /scim2/Users/{userId}", "User:Edit", &[]),
    ("GET /users", "User:Read", &["second level"]),
    ("POST /users", "User:Edit", &[]),
    ("GET /users/summary", "User:Read", &["second level"]),
    ("GET /users/email", "User:Read", &["second level"]),
    ("GET /users/vanity_name", "User:Read", &["second level"]),
    ("GET /users/{userId}", "User:Read", &["second level", "oneself"]),
    ("PATCH /users/{userId}", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}", "User:Edit", &[]),
    ("PUT /users/{userId}/status", "User:Edit", &[]),
    ("PUT /users/{userId}/email", "User:Edit", &[]),
    ("PUT /users/{userId}/password", "User:Edit", &[]),
    ("POST /users/{userId}/settings/virtual_backgrounds", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}/settings/virtual_backgrounds", "User:Edit", &["oneself"]),
    ("POST /users/{userId}/picture", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}/picture", "", &[]),
    ("GET /users/{userId}/permissions", "User:Read", &["second level", "oneself"]),
    ("GET /groups/{groupId}/settings", "Group:Read", &["paid"]),
    ("PATCH /groups/{groupId}/settings", "Group:Edit", &["paid"]),
    ("GET /groups/{groupId}/lock_settings", "Group:Read", &["paid"]),
    ("PATCH /groups/{groupId}/lock_settings", "Group:Edit", &["paid"]),
    ("GET /groups/{groupId}/settings/registration", "Group:Read", &["paid"]),
    ("PATCH /groups/{groupId}/settings/registration", "Group:Edit", &["paid"]),
    ("GET /users/{userId}/settings", "User:Read", &["second level", "oneself"]),
    ("PATCH /users/{userId}/settings", "User:Edit", &["oneself"]),
    ("PUT /users/{userId}/account", "User:Edit", &[":master"]),
    ("GET /users/{userId}/assistants", "User:Read", &["second level", "oneself"]),
    ("POST /users/{userId}/assistants", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}/assistants", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}/assistants/{assistantId}", "User:Edit", &["oneself"]),
    ("GET /users/{userId}/schedulers", "User:Read", &["second level", "oneself"]),
    ("DELETE /users/{userId}/schedulers", "User:Edit", &["oneself"]),
    ("DELETE /users/{userId}/schedulers/{schedulerId}", "User:Edit", &["oneself"]),
    ("GET /users/{userId}/presence_status", "User:Read", &["second level", "oneself"]),
    ("PUT /users/{userId}/presence_status", "User:Edit", &["oneself"]),
    ("POST /users/features", "User:Edit", &["paid"]),
    ("GET /users/{userId}/token", "User:Read", &["oneself"]),
    ("DELETE /users/{userId}/token", "User:Edit", &["oneself"]),
    ("GET /users/me/zak", "User:Read", &["oneself"]),
    ("GET /users/{userId}/meeting_summary_templates", "User:Read", &["second level", "oneself"]),
    ("GET /users/{userId}/meeting_templates/{meetingTemplateId}", "", &["second level"]),
    ("GET /users/{userId}/collaboration_devices", "MobileDeviceManagement:Read", &["second level", "oneself"]),
    (
        "GET /users/{userId}/collaboration_devices/{collaborationDeviceId}",
        "MobileDeviceManagement:Read",
        &["second level", "oneself"],
    ),
];

fn said(operation: &Operation) -> BTreeSet<&'static str> {
    let all = [
        (matches!(operation.needs, Needs::MasterOnly(_)), ":master"),
        (operation.masters_only, "for masters"),
        (operation.on_second_level, "second level"),
        (operation.while_self_paying, "self-paying"),
        (operation.paid_only.is_some(), "paid"),
        (operation.for_oneself, "oneself"),
    ];
    all.into_iter().filter_map(|(is_said, what)| is_said.then_some(what)).collect()
}

#[test]
fn every_operation_may_be_called_by_whom_the_documents_say() {
    let world = World::new();
    let mut declared = BTreeSet::new();
    for mounted in operations(&world) {
        let (operation, key) = (&mounted.operation, mounted.operation.key());
        let row = TABLE.iter().find(|(name, ..)| *name == key);
        let (_, privileges, flags) = row.unwrap_or_else(|| panic!("{key}: write its row from its document"));
        let held: BTreeSet<&str> = operation.privileges.iter().map(|privilege| privilege.name()).collect();
        assert_eq!(held, privileges.split_ascii_whitespace().collect(), "{key}");
        assert_eq!(said(operation), flags.iter().copied().collect(), "{key}");
        declared.insert(key);
    }
    let rows: BTreeSet<String> = TABLE.iter().map(|(key, ..)| (*key).to_owned()).collect();
    assert_eq!(rows, declared);
}
