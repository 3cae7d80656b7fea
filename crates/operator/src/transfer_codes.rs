//! `/accounts/{id}/transfer_codes`: codes with which a free account lets itself be moved below a master.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant},
};
use ::accounts::accounts::transfer_codes::{self as codes, HAS_A_PLACE, NO_SUCH_OWNER, NOT_FREE, OWNER_NOT_FREE};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.post("/accounts/{id}/transfer_codes", mint)
        .summary("Make a code that moves an account below a master")
        .fails(&[CLOSED, NO_SUCH_OWNER, HAS_A_PLACE, NOT_FREE, OWNER_NOT_FREE]);
    api.patch("/accounts/{id}/transfer_codes", switch).summary("Switch the codes of an account off").fails(&[CLOSED]);
}

#[derive(Deserialize, JsonSchema)]
struct MintCode {
    /// The address of the account's owner, which the master has to name as well.
    email: String,
    /// The account number of the only master that the code serves.
    master_account_number: i64,
    /// How long it serves; seven days when left out.
    #[serde(default = "week")]
    #[schemars(range(min = 1, max = 31_536_000))]
    expires_in_seconds: i64,
}

fn week() -> i64 {
    7 * 86_400
}

view! {
    /// A code. It is shown once.
    pub struct CodeView as CodeViewRow<'r> {
        pub code: &'r str,
        pub expires_at: Timestamp,
    }
}

fn mint(all: &mut Directory, Path(path): Path<AccountPath>, Body(body): Body<MintCode>) -> Result<Created<CodeView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    let lifetime = body.expires_in_seconds * 1000;
    let code = codes::mint(&mut tenant, &body.email, body.master_account_number, lifetime)?;
    Created::of(&CodeViewRow { code: &code, expires_at: Timestamp::from_millis(tenant.now() + lifetime) })
}

#[derive(Deserialize, JsonSchema)]
struct SwitchCodes {
    /// `false`: none of the account's codes serves any more.
    enabled: bool,
}

view! {
    /// What became of the codes of an account.
    pub struct SwitchedView {
        /// How many were switched off.
        pub switched_off: u64,
    }
}

fn switch(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SwitchCodes>,
) -> Result<Json<SwitchedView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    if body.enabled {
        return Err(Error::field("enabled", "A code that was switched off stays off: make another one."));
    }
    let switched_off = codes::disable(&mut tenant)?;
    Json::of(&SwitchedView { switched_off })
}
