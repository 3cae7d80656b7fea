//! `POST /users`: a user is invited, or made at once.
use super::{
    api::Status,
    domains,
    events::{Shown, UserCreated},
    expected,
    history::{self, DAILY_LIMIT, Daily},
    letters,
    membership::{self, Claim},
    phone,
    profile::{NO_PHONE_LICENSE, NO_SUBSCRIPTION, SetLicense, UserType, check_licenses, display_name},
    rules,
    seats::{self, Purpose},
    user::{API_USER, SINGLE_SIGN_ON, User, WORK_EMAIL},
    views::{UserCreatedRow, UserCreatedView},
    workplace,
};
use crate::{
    divisions, emails,
    names::NameKind,
    passwords,
    settings::{SignInRules, password_policy},
};
use auth::{identity, passwords::Hasher};
use mail::Post;
use platform::{limits::Rank, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Tenant, time::DAY};

/// Those of [`prepare`] and of [`create`].
pub const FAILURES: &[Failure] = &[
    EMAIL_USED,
    ACTIVE_ELSEWHERE,
    INVALID_WORD,
    BAD_PASSWORD,
    BAD_UNITED_TYPE,
    NO_ONE_LICENSE,
    NO_SUBSCRIPTION,
    NO_PHONE_LICENSE,
    NO_DOMAINS,
    OTHER_DOMAIN,
    domains::BLOCKED,
    NO_API_USERS,
    NO_SSO,
    NO_PROVIDER,
    DAILY_LIMIT,
    seats::NO_PLAN_TO_CREATE,
    seats::NO_SEAT_TO_CREATE,
    seats::NO_BASIC_TO_CREATE,
];

/// A user of the account has the address; where an account is made, anybody.
pub const EMAIL_USED: Failure = Failure::new(409, 1005, "Email \"{}\" has already been used.");
/// A user of another account has the address, and does not leave that account by coming here.
const ACTIVE_ELSEWHERE: Failure = Failure::new(400, 1009, "The user {} already holds an active account.");
/// In the words of `POST /users`.
pub const INVALID_WORD: Failure =
    Failure::new(400, 300, "Your request could not be completed because the name contains an invalid word: `{}`.");
const BAD_PASSWORD: Failure = Failure::new(400, 300, "Invalid parameter: password");
const BAD_UNITED_TYPE: Failure = Failure::new(
    400,
    300,
    "The value provided for `plan_united_type` parameter is invalid. Try again with a valid value.",
);
/// Nobody is given a bundle by name: where an account has bought some, their hosts are Licensed seats.
const NO_ONE_LICENSE: Failure = Failure::new(
    400,
    2038,
    "Your request to add a new Zoom One user could not be approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.",
);
/// `autoCreate` or `ssoCreate` without any managed domain.
const NO_DOMAINS: Failure = decide::NO_PERMISSION;
const OTHER_DOMAIN: Failure = Failure::new(400, 1116, "Email address {} doesn't match limited domains: {}");
/// `custCreate` is open to some trees only, and so are the users that it makes.
pub const NO_API_USERS: Failure = Failure::new(400, 2016, "No permission. Please contact Zoom Customer Support.");
/// The account has no single sign-on (`signin_with_sso.enable` in the settings).
const NO_SSO: Failure = Failure::new(
    400,
    2002,
    "SSO has not been enabled for this account. Contact the Zoom support team to enable this option.",
);
/// It has, but nobody has told the platform of its identity provider.
const NO_PROVIDER: Failure = Failure::new(
    400,
    2032,
    "The ssoCreate option is only available for SSO Partners that have enabled the pre-provision option. Contact the Zoom Support team to learn more.",
);
/// How long an invitation can be accepted.
pub const INVITATION: i64 = 30 * DAY;

choice! {
    /// `create` invites; `autoCreate` makes a user with an email of a managed domain at once, and `ssoCreate` one who signs in
    /// with the identity provider of the account; `custCreate` makes one that only programs act for.
    pub enum Action: text { Create = "create", AutoCreate = "autoCreate", CustCreate = "custCreate", SsoCreate = "ssoCreate" }
}

impl Action {
    /// Whoever signs in without having been asked has an email of a domain that the account manages.
    const fn asks_domain(self) -> bool {
        matches!(self, Action::AutoCreate | Action::SsoCreate)
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct CreateUser {
    action: Action,
    user_info: UserInfo,
}

#[derive(Deserialize, JsonSchema)]
struct UserInfo {
    #[schemars(email, length(max = 128))]
    email: String,
    #[serde(default)]
    #[schemars(length(max = 64))]
    first_name: String,
    #[serde(default)]
    #[schemars(length(max = 64))]
    last_name: String,
    /// First and last name when left out.
    #[serde(default)]
    #[schemars(length(max = 128))]
    display_name: String,
    /// Only for `autoCreate`: 8 to 32 characters, letters of both cases and a digit, no long runs.
    #[serde(default)]
    password: Option<String>,
    r#type: UserType,
    #[serde(default)]
    division_ids: Vec<String>,
    #[serde(default)]
    feature: Option<NewFeature>,
    #[serde(default)]
    plan_united_type: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 2))]
    license_info_list: Option<Vec<SetLicense>>,
}

/// Products beside meetings.
#[derive(Deserialize, JsonSchema)]
struct NewFeature {
    #[serde(default)]
    zoom_phone: Option<bool>,
    #[serde(default)]
    #[schemars(transform = workplace::plan)]
    zoom_one_type: Option<i64>,
}

impl UserInfo {
    /// Refuses what no user may have.
    fn check(&self) -> Result<()> {
        let names = [
            ("user_info.first_name", NameKind::Person, Some(&*self.first_name)),
            ("user_info.last_name", NameKind::Person, Some(&*self.last_name)),
            ("user_info.display_name", NameKind::Display, Some(&*self.display_name)),
        ];
        rules::check_names(&names, INVALID_WORD)?;
        if self.r#type == UserType::None {
            return Err(Error::validation(vec![rules::invalid("user_info.type")]));
        }
        match self.plan_united_type.as_deref() {
            Some(plan) if !rules::is_united_type(plan) => return Err(BAD_UNITED_TYPE.into()),
            Some(_) => return Err(NO_ONE_LICENSE.into()),
            None => {}
        }
        if self.feature.as_ref().is_some_and(|feature| feature.zoom_one_type.is_some()) {
            return Err(NO_ONE_LICENSE.into());
        }
        check_licenses(self.license_info_list.as_deref())
    }
    fn zoom_phone(&self) -> Option<bool> {
        self.feature.as_ref()?.zoom_phone
    }
    fn display_name(&self) -> String {
        match self.display_name.trim() {
            "" => display_name(&self.first_name, &self.last_name),
            name => name.to_owned(),
        }
    }
}

impl CreateUser {
    /// The password that the user will have: only one action takes one.
    fn password(&self) -> Option<&str> {
        self.user_info.password.as_deref().filter(|_| self.action == Action::AutoCreate)
    }
    fn check(&self, tenant: &Tenant) -> Result<()> {
        if self.action == Action::SsoCreate {
            check_single_sign_on(tenant)?;
        }
        self.user_info.check()?;
        self.check_password(tenant)
    }
    fn check_password(&self, tenant: &Tenant) -> Result<()> {
        let Some(password) = self.password() else { return Ok(()) };
        let faults = passwords::check(&password_policy(tenant)?, password);
        if faults.is_empty() { Ok(()) } else { Err(BAD_PASSWORD.into()) }
    }
    fn user(&self, id: &str, now: i64) -> User {
        let info = &self.user_info;
        let is_invited = self.action == Action::Create;
        User {
            status: if is_invited { Status::Pending } else { Status::Active }.as_str().to_owned(),
            invited_until: is_invited.then_some(now + INVITATION),
            kind: info.r#type.number(),
            login_type: match self.action {
                Action::CustCreate => API_USER,
                Action::SsoCreate => SINGLE_SIGN_ON,
                Action::Create | Action::AutoCreate => WORK_EMAIL,
            },
            // The account has proved that the domain is its own.
            verified: self.action.asks_domain().into(),
            first_name: info.first_name.clone(),
            last_name: info.last_name.clone(),
            display_name: info.display_name(),
            ..User::new(id, emails::folded(&info.email), now)
        }
    }
}

/// Refuses what no account can have, and hashes the password where there is one.
pub fn prepare(
    tenant: &Tenant,
    Body(body): Body<CreateUser>,
    hasher: Hasher,
) -> Result<Option<impl FnOnce() -> Result<String> + use<>>> {
    body.check(tenant)?;
    let password = body.password().map(str::to_owned);
    Ok(password.map(|password| move || hasher.hash(&password)))
}

/// `password_hash` is what came of [`prepare`]: only `autoCreate` has a password.
///
/// # Errors
/// [`FAILURES`]; the field `user_info.division_ids`.
pub fn create(
    tenant: &mut Tenant,
    Body(body): Body<CreateUser>,
    Prepared(password_hash): Prepared<Option<String>>,
    post: Post,
) -> Result<Created<UserCreatedView>> {
    // What the account asks of passwords may have become stricter since.
    body.check_password(tenant)?;
    let mut user = body.user(&tenant.new_id(), tenant.now());
    let division = divisions::wanted(tenant, "user_info.division_ids", &body.user_info.division_ids)?;
    check_action(tenant, body.action, &user.email)?;
    domains::check(tenant, &user.email)?;
    claim_email(tenant, body.action, &user, &body.user_info.email)?;
    seats::check(tenant, user.kind, Purpose::Create)?;
    membership::settle(tenant, &mut user, password_hash.as_deref())?;
    tenant.emit(&UserCreated { user: Shown::of(&user, user.version), creation_type: Some(body.action.as_str()) })?;
    phone::set(tenant, &user.id, body.user_info.zoom_phone())?;
    if division.is_some() {
        divisions::place(tenant, &user.known(), division.as_deref())?;
    }
    letters::invite(tenant, &post, &user)?;
    letters::tell_of_seat(tenant, &post, None, &user)?;
    Created::of(&UserCreatedRow {
        id: &user.id,
        email: &user.email,
        first_name: &user.first_name,
        last_name: &user.last_name,
        r#type: user.kind,
    })
}

/// Whether the account may make users in this way.
fn check_action(tenant: &mut Tenant, action: Action, email: &str) -> Result<()> {
    match action {
        Action::Create => return count_invitation(tenant),
        Action::CustCreate if !tenant.facts()?.api_users => return Err(NO_API_USERS.into()),
        Action::SsoCreate => check_single_sign_on(tenant)?,
        Action::AutoCreate | Action::CustCreate => {}
    }
    if action.asks_domain() { check_domain(email, &tenant.verified_domains()?) } else { Ok(()) }
}

/// Whether those who are made for the identity provider of the account will find it.
fn check_single_sign_on(tenant: &Tenant) -> Result<()> {
    if !SignInRules::of(tenant)?.takes_single_sign_on() {
        return Err(NO_SSO.into());
    }
    if identity::of(tenant)?.is_some() { Ok(()) } else { Err(NO_PROVIDER.into()) }
}

/// One more invitation of today (`POST /users`, and a move of somebody who has not come yet).
///
/// # Errors
/// [`DAILY_LIMIT`].
pub fn count_invitation(tenant: &mut Tenant) -> Result<()> {
    let most = history::most_invited(Rank::of(&tenant.facts()?.account_type));
    history::count_daily(tenant, Daily::Invitation, most)
}

fn check_domain(email: &str, domains: &[String]) -> Result<()> {
    if domains.is_empty() {
        return Err(NO_DOMAINS.into());
    }
    let is_managed = domains.iter().any(|domain| domain == emails::domain(email));
    if is_managed { Ok(()) } else { Err(OTHER_DOMAIN.with_all(&[&email, &domains.join(", ")])) }
}

/// Only who is invited can come along with a free account of its own.
fn claim_email(tenant: &mut Tenant, action: Action, user: &User, sent: &str) -> Result<()> {
    let claim = if action == Action::Create { expected::claim_email } else { membership::claim_email };
    match claim(tenant, &user.email, &user.id)? {
        Claim::Made => Ok(()),
        Claim::TakenHere => Err(EMAIL_USED.with(sent)),
        Claim::TakenElsewhere => Err(ACTIVE_ELSEWHERE.with(sent)),
    }
}
