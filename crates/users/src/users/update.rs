//! `PATCH /users/{userId}`: profile and type of a user.
use super::{
    administrators::{acts_as_administrator, edits_users, is_administrator, is_caller, is_owner},
    api::{NO_INVITATION, NO_USER, Status, UserPath},
    assistants, counts, events, letters, membership, people, phone,
    profile::{NO_GROUP, UpdateUser},
    rules,
    seats::{self, Purpose},
    user::{self, User},
};
use crate::{
    divisions, groups,
    settings::{self, Detail, is_reserved},
};
use mail::Post;
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// Those of [`update`], beside those of the profile.
pub const FAILURES: &[Failure] = &[
    NO_USER,
    NO_INVITATION,
    NOT_YOUR_NAME,
    NOT_YOUR_HOST_KEY,
    NOT_YOUR_PMI,
    NOT_YOUR_VANITY_NAME,
    NOT_YOUR_TYPE,
    NOT_YOUR_DIVISION,
    phone::NOT_YOUR_PHONE,
    NO_PMI,
    NOT_PAID,
    VANITY_NAME_TAKEN,
    seats::NO_PLAN_TO_CONVERT,
    seats::NO_SEAT_TO_CONVERT,
    seats::NO_BASIC_TO_CONVERT,
];

/// Owner and admins are changed so by an owner or an admin only, and so is whoever changes itself without a privilege.
pub const NOT_YOUR_NAME: Failure = Failure::new(400, 200, "Only an account administrator can change a user's name.");
const NOT_YOUR_HOST_KEY: Failure = Failure::new(400, 200, "Only an account administrator can change the host key.");
const NOT_YOUR_PMI: Failure =
    Failure::new(400, 200, "Only an account administrator can change a Personal Meeting ID (PMI).");
pub const NOT_YOUR_VANITY_NAME: Failure =
    Failure::new(400, 200, "Only an account administrator can change a vanity name.");
const NOT_YOUR_TYPE: Failure =
    Failure::new(400, 1108, "Permission requirements to change the user type of this user were not met.");
const NOT_YOUR_DIVISION: Failure = decide::NO_PERMISSION;
const NO_PMI: Failure = Failure::new(400, 200, "You cannot change PMI information for a \"No Meetings License\" user.");
/// A personal meeting id or room of one's own choice comes with a license.
pub const NOT_PAID: Failure = Failure::new(400, 1109, "Host is not a paid user.");
/// Two users of an account have two names of meeting rooms.
pub const VANITY_NAME_TAKEN: Failure = Failure::new(
    400,
    4100,
    "User is already taken by another user from your account. Choose another \"Personal Link Name\".",
);

/// The type of users without meetings.
const UNASSIGNED: i64 = 4;

#[derive(Deserialize, JsonSchema)]
pub struct UpdateQuery {
    /// Only a user who signs in this way.
    #[serde(default)]
    login_type: Option<i64>,
    /// There are no such credentials here.
    #[serde(default)]
    #[expect(dead_code, reason = "there is nothing to remove")]
    remove_tsp_credentials: Option<bool>,
}

/// Of somebody who has not come yet only group and division are kept (`platform.md` 8.3).
///
/// # Errors
/// [`FAILURES`], those of the profile; the fields `division_ids`, `pmi`, `pronouns` and `pronouns_option`.
pub fn update(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Query(query): Query<UpdateQuery>,
    Body(body): Body<UpdateUser>,
    post: Post,
) -> Result<NoContent> {
    let before = user::existing(tenant, &path.user_id)?;
    if query.login_type.is_some_and(|wanted| wanted != before.login_type) {
        return Err(NO_USER.with(&path.user_id));
    }
    body.check()?;
    let division = body.division_ids.as_ref().map(|ids| division(tenant, &before, ids)).transpose()?;
    // Whoever may not edit users learns nothing of groups.
    let group = body.group().filter(|_| edits_users(tenant));
    let group = group.map(|id| groups::existing(tenant, id, NO_GROUP)).transpose()?;
    // Somebody who has not come yet has no profile: the call is taken, and only what the account decides about the user is
    // kept, its group and its division (`platform.md` 8.3).
    if before.is(Status::Pending) {
        group.map_or(Ok(()), |group| groups::admit(tenant, group, &before.known()))?;
    } else {
        let after = body.applied_to(&before)?;
        change(tenant, &before, &after)?;
        phone::set(tenant, &before.id, body.zoom_phone())?;
        letters::tell_of_seat(tenant, &post, Some(&before), &after)?;
    }
    division.map_or(Ok(()), |division| divisions::place(tenant, &before.known(), division.as_deref()))?;
    Ok(NoContent)
}

/// The division that a list of ids asks for, or none. Nobody chooses its own: of those who may not edit users the one that
/// they have is taken and any other refused, whether it exists or not.
fn division(tenant: &Tenant, user: &User, ids: &[String]) -> Result<Option<String>> {
    if edits_users(tenant) {
        return divisions::wanted(tenant, "division_ids", ids);
    }
    let own = ids.first().map(String::as_str);
    let is_own = ids.len() <= 1 && divisions::is_in(tenant, &user.known(), own)?;
    if is_own { Ok(own.map(str::to_owned)) } else { Err(NOT_YOUR_DIVISION.into()) }
}

/// Brings profile and type to `after`, where the caller may.
pub fn change(tenant: &mut Tenant, before: &User, after: &User) -> Result<()> {
    if after == before {
        return Ok(());
    }
    check(tenant, before, after)?;
    save(tenant, before, after)
}

fn check(tenant: &Tenant, before: &User, after: &User) -> Result<()> {
    check_power(tenant, before, after)?;
    check_pronouns(tenant, before, after)?;
    check_meetings(tenant, before, after)?;
    // Who cannot sign in holds no seat; it is asked for when the user is activated.
    if after.kind != before.kind && before.is(Status::Active) {
        seats::check(tenant, after.kind, Purpose::Convert)?;
    }
    Ok(())
}

/// How the meetings of a user are found: which users may choose, and what others have.
pub fn check_meetings(tenant: &Tenant, before: &User, after: &User) -> Result<()> {
    check_choice(before, after)?;
    if after.pmi != before.pmi && membership::is_pmi_taken(tenant, after.pmi)? {
        return Err(Error::validation(vec![rules::invalid("pmi")]));
    }
    if after.vanity_name != before.vanity_name && membership::is_vanity_name_taken(tenant, &after.vanity_name)? {
        return Err(VANITY_NAME_TAKEN.into());
    }
    Ok(())
}

/// What is protected of owner and admins against others who may edit users, and what of everybody against oneself.
fn check_power(tenant: &Tenant, before: &User, after: &User) -> Result<()> {
    let is_editor = edits_users(tenant);
    if !is_editor && before.kind != after.kind {
        return Err(NOT_YOUR_TYPE.into());
    }
    let is_protected = !is_editor || (is_administrator(before) && !is_caller(tenant, before));
    if !is_protected || acts_as_administrator(tenant) {
        return Ok(());
    }
    let names = |user: &User| [&user.first_name, &user.last_name, &user.display_name].map(String::clone);
    if names(before) != names(after) && is_kept_from(tenant, is_editor, Detail::Name)? {
        return Err(NOT_YOUR_NAME.into());
    }
    if before.host_key != after.host_key && is_kept_from(tenant, is_editor, Detail::HostKey)? {
        return Err(NOT_YOUR_HOST_KEY.into());
    }
    let protected =
        [(before.pmi != after.pmi, NOT_YOUR_PMI), (before.vanity_name != after.vanity_name, NOT_YOUR_VANITY_NAME)];
    let refusal = protected.into_iter().find_map(|(is_changed, failure)| is_changed.then_some(failure));
    refusal.map_or(Ok(()), |failure| Err(failure.into()))
}

/// Where the account has no pronouns on profiles, nobody changes its own.
fn check_pronouns(tenant: &Tenant, before: &User, after: &User) -> Result<()> {
    let fields = [
        (before.pronouns != after.pronouns, "pronouns"),
        (before.pronouns_option != after.pronouns_option, "pronouns_option"),
    ];
    let faults: Vec<FieldError> =
        fields.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, field)| rules::invalid(field)).collect();
    if faults.is_empty() || edits_users(tenant) || settings::takes_pronouns(tenant)? {
        return Ok(());
    }
    Err(Error::validation(faults))
}

/// Of owner and admins always, from those who edit users; of oneself where the account leaves it to administrators.
fn is_kept_from(tenant: &Tenant, is_editor: bool, detail: Detail) -> Result<bool> {
    Ok(is_editor || is_reserved(tenant, detail)?)
}

/// Which users may choose how their meetings are found.
fn check_choice(before: &User, after: &User) -> Result<()> {
    let has_other_pmi = after.pmi != before.pmi;
    let has_other_room = after.vanity_name != before.vanity_name && !after.vanity_name.is_empty();
    if after.kind == UNASSIGNED && (has_other_pmi || after.use_pmi != before.use_pmi) {
        return Err(NO_PMI.into());
    }
    if (has_other_pmi || has_other_room) && after.kind != billing::LICENSED {
        return Err(NOT_PAID.into());
    }
    Ok(())
}

/// Writes what has changed of profile and type. Who is not Licensed any more gives back what only those hold, and has
/// neither assistants nor hosts.
pub fn save(tenant: &mut Tenant, before: &User, after: &User) -> Result<()> {
    user::set_profile(tenant, after)?;
    if after.kind != before.kind {
        counts::shift(tenant, before, after)?;
    }
    events::updated(tenant, before, after)?;
    if before.kind == billing::LICENSED && after.kind != billing::LICENSED {
        let now = User { version: before.version + 1, ..after.clone() };
        let now = settings::take_away(tenant, &now, |_, license| license.is_for_licensed())?;
        assistants::forget(tenant, &now)?;
    }
    if is_owner(after) && after.phone_numbers != before.phone_numbers {
        tenant.owner_phone_changed(&people::phone_key(&after.phone_numbers))?;
    }
    Ok(())
}
