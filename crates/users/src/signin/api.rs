//! The table of the pages with which people sign in, and what their forms say.
use super::{account, code, confirmation, managed_domain, password, setup, single_sign_on};
use crate::users::{email, history::LINKS_OF_TODAY};
use auth::sessions::FORGED;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;

pub fn operations(api: &mut Api) {
    api.get("/signin", password::show).summary("Show the form that people sign in with").fails(&[INSECURE]);
    api.post("/signin", password::sign_in)
        .summary("Sign in with an email and a password")
        .before(password::prepare)
        .fails(&[INSECURE, FORGED]);
    api.get("/two_factor", code::show).summary("Ask for a code of the second factor").fails(&[INSECURE]);
    api.post("/two_factor", code::prove).summary("Sign in with a code of the second factor").fails(&[INSECURE, FORGED]);
    api.get("/two_factor/setup", setup::show).summary("Offer a second factor").fails(&[INSECURE]);
    api.post("/two_factor/setup", setup::set)
        .summary("Take a second factor")
        .before(setup::prepare)
        .fails(&[INSECURE, FORGED]);
    api.post("/two_factor/recovery_codes", setup::renew)
        .summary("Take other recovery codes")
        .fails(&[INSECURE, FORGED]);
    api.post("/two_factor/remove", setup::remove).summary("Give the second factor up").fails(&[
        INSECURE,
        FORGED,
        setup::NEEDED,
    ]);
    api.get("/sso", single_sign_on::ask).summary("Ask for the company to sign in with").fails(&[INSECURE]);
    api.get_that_writes("/sso/{vanity}", single_sign_on::go)
        .summary("Go to the identity provider of an account")
        .silent("an attempt is nothing until it succeeds")
        .before(single_sign_on::find_way)
        .goes_out()
        .fails(&[INSECURE]);
    api.get_that_writes("/sso/{vanity}/callback", single_sign_on::come_back)
        .summary("Sign in as whom an identity provider knows")
        .before(single_sign_on::redeem)
        .goes_out()
        .fails(&[INSECURE]);
    api.get("/managed_domain", managed_domain::show)
        .summary("Ask what becomes of an address whose domain another account manages")
        .fails(&[INSECURE]);
    api.post("/managed_domain", managed_domain::choose)
        .summary("Join the account that manages the domain of one's address, take another address, or put it off")
        .fails(managed_domain::FAILURES)
        .fails(email::CHOSEN);
    api.post("/confirmation", confirmation::send)
        .summary("Send another link that confirms an address")
        .silent("the mail is the record of it")
        .fails(&[INSECURE, FORGED, LINKS_OF_TODAY]);
    api.get("/account", account::show).summary("Show who is signed in").fails(&[INSECURE]);
    api.post("/signout", account::sign_out).summary("Sign out here, or everywhere").fails(&[INSECURE, FORGED]);
}

/// Where apps ask a user.
const AUTHORIZE: &str = "/oauth/authorize";

/// Where the browser goes in the end.
#[derive(Deserialize, JsonSchema)]
pub struct Then {
    /// A path of this server.
    #[serde(default)]
    #[schemars(length(max = 8192))]
    pub to: String,
}

impl Then {
    /// The page of the account where `to` is empty or no path of this server that people come to.
    pub fn target(&self) -> &str {
        auth::sessions::target(&self.to)
    }
    /// A page whose forms lead to the target: from where apps ask, a browser may be sent on to the app at once.
    pub fn led_to_by(&self, page: Html) -> Html {
        let is_of_app = self.target().split(['?', '#']).next() == Some(AUTHORIZE);
        if is_of_app { page.forms_lead_on() } else { page }
    }
}

/// A form that asks for a code.
#[derive(Deserialize, JsonSchema)]
pub struct CodeForm {
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub csrf: String,
    /// Of the authenticator app, or a recovery code.
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub code: String,
}
