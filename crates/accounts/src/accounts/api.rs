//! `/accounts`: the table of its operations, the list of subaccounts, and one account.
use super::{
    create, disassociate, domains, options, owner,
    reach::reseller,
    store::{self, ListFilter},
    views::{AccountItem, AccountView},
};
use auth::identity;
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

const READ: &[Privilege] = &[Privilege::SubAccountRead, Privilege::SubAccountEdit];
/// The domains of one's own account are among its settings.
const READ_DOMAINS: &[Privilege] =
    &[Privilege::SubAccountRead, Privilege::SubAccountEdit, Privilege::AccountSettingRead];
const EDIT: &[Privilege] = &[Privilege::SubAccountEdit];

pub fn operations(api: &mut Api) {
    api.get("/accounts", list)
        .summary("List subaccounts")
        .only(Mount::Direct)
        .masters_only()
        .scopes(Needs::MasterOnly("account:read:list_sub_accounts"))
        .privilege(READ)
        .rate(Rate::Medium)
        .second(SecondIn::Query("sub_reseller_id"))
        .on_second_level();
    api.post("/accounts", create::create)
        .summary("Create a subaccount")
        .only(Mount::Direct)
        .masters_only()
        .scopes(Needs::MasterOnly("account:write:sub_account"))
        .privilege(EDIT)
        .rate(Rate::Light)
        .second(SecondIn::Body("sub_reseller_id"))
        .on_second_level()
        .before(create::prepare)
        .fails(create::FAILURES);
    api.get("/accounts/{accountId}", get)
        .summary("Get an account")
        .scope("account:read:sub_account")
        .privilege(READ)
        .rate(Rate::Light)
        .while_self_paying()
        .on_second_level();
    api.delete("/accounts/{accountId}", disassociate::disassociate)
        .summary("Disassociate a subaccount")
        .scopes(Needs::MasterOnly("account:delete:sub_account"))
        .privilege(EDIT)
        .rate(Rate::Light)
        .while_self_paying()
        .fails(disassociate::FAILURES);
    api.patch("/accounts/{accountId}/options", options::update)
        .summary("Update the options of a subaccount")
        .scopes(Needs::MasterOnly("account:update:options"))
        .privilege(EDIT)
        .rate(Rate::Light)
        .while_self_paying()
        .on_second_level()
        .fails(options::FAILURES);
    api.put("/accounts/{accountId}/owner", owner::update)
        .summary("Make another user the owner")
        .scope("account:update:owner")
        .privilege(EDIT)
        .rate(Rate::Heavy)
        .fails(owner::FAILURES);
    api.get("/accounts/{accountId}/managed_domains", domains::managed)
        .summary("List the managed domains of an account")
        .scopes(Needs::MasterOnly("account:read:managed_domains"))
        .privilege(READ_DOMAINS)
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .paid_only(domains::PAID_OR_ZMP_ONLY);
    api.get("/accounts/{accountId}/trusted_domains", domains::trusted)
        .summary("List the trusted domains of an account")
        .scopes(Needs::MasterOnly("account:read:trusted_domains"))
        .privilege(READ_DOMAINS)
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .paid_only(domains::PAID_ONLY);
}

#[derive(Deserialize, JsonSchema)]
struct ListAccounts {
    /// The subaccounts of this second-level master instead of one's own.
    #[serde(default, rename = "sub_reseller_id")]
    #[expect(dead_code, reason = "read by the pipeline, which decides about the account")]
    sub_reseller_id: Option<String>,
    /// Only the account whose owner has this number first on the profile.
    #[serde(default)]
    phone_number: Option<String>,
    /// Only the account whose owner has this address.
    #[serde(default)]
    email: Option<String>,
}

fn list(
    tenant: &Tenant,
    Query(query): Query<ListAccounts>,
    paging: Paging<300>,
    second: Second,
) -> Result<Page<AccountItem>> {
    let reseller = reseller(tenant, &second)?;
    let parent = reseller.as_ref().unwrap_or(tenant);
    let filter = ListFilter::of(query.email.as_deref(), query.phone_number.as_deref());
    let total = store::count(parent, &filter)?;
    let mut page = paging.page::<AccountItem>();
    store::list(parent, &filter, &mut page)?;
    page.finish(total)
}

fn get(tenant: &Tenant, site: Site) -> Result<Json<AccountView>> {
    let vanity_url = identity::of(tenant)?.map(|provider| provider.sign_in_address(&site));
    store::view(tenant, vanity_url.as_deref())
}
