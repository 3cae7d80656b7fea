//! Reading and changing how available a user is.
use super::{
    events::{Old, PresenceUpdated},
    store::{self, Presence},
};
use crate::users::{
    administrators::is_caller,
    api::{NO_INVITATION, NO_USER, UserPath},
    history::{self, Change},
    user::{self, User},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{
    Tenant,
    time::{MINUTE, SECOND},
};

pub fn operations(api: &mut Api) {
    api.get("/users/{userId}/presence_status", get)
        .summary("Get how available a user is")
        .scope("user:read:presence_status")
        .privilege(&[Privilege::UserRead])
        .for_oneself()
        .rate(Rate::Medium)
        .on_second_level()
        .fails(&[NO_USER, NO_INVITATION, UNREADABLE]);
    api.put("/users/{userId}/presence_status", set)
        .summary("Change how available a user is")
        .scope("user:update:presence_status")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Medium)
        .fails(&[NO_USER, NO_INVITATION, UNCHANGEABLE]);
}

/// Of users who cannot sign in.
const UNREADABLE: Failure = Failure::new(400, 5301, "Request to read the presence status of this user failed.");
/// Of users who cannot sign in.
const UNCHANGEABLE: Failure = Failure::new(400, 5301, "Request to update the presence status of this user failed.");

choice! {
    /// How available a user is.
    pub enum Shown: text {
        Offline = "Offline", Away = "Away", DoNotDisturb = "Do_Not_Disturb", Available = "Available",
        InCalendarEvent = "In_Calendar_Event", Presenting = "Presenting", InMeeting = "In_A_Zoom_Meeting",
        OnCall = "On_A_Call", OutOfOffice = "Out_of_Office", Busy = "Busy",
    }
}
choice! {
    /// How available a user is from now on.
    pub enum Wanted: text {
        Away = "Away", Available = "Available", InCalendarEvent = "In_Calendar_Event", Presenting = "Presenting",
        InMeeting = "In_A_Zoom_Meeting", OnCall = "On_A_Call", OutOfOffice = "Out_of_Office", Busy = "Busy",
        DoNotDisturb = "Do_Not_Disturb",
        /// The same, as the documents print it in one place.
        DoNotDisturbMisprinted = "Do_No_Disturb",
    }
}

view! {
    /// How available a user is.
    pub struct PresenceView as PresenceRow<'r> {
        #[schemars(with = "Shown")]
        pub status: &'r str,
        /// When `Do_Not_Disturb` ends; only oneself sees it.
        pub end_time: Option<Timestamp>,
        /// Seconds until then.
        pub remaining_time: Option<i64>,
    }
}

/// How long nobody disturbs when nothing is said of it, in minutes.
const USUAL: i64 = 20;

fn get(tenant: &Tenant, Path(path): Path<UserPath>) -> Result<Json<PresenceView>> {
    let user = user::existing(tenant, &path.user_id)?;
    // Whoever cannot sign in has no client that could be available.
    if !user.signs_in() {
        return Err(UNREADABLE.into());
    }
    let presence = current(tenant, &user)?;
    let ends_at = presence.ends_at.filter(|_| is_caller(tenant, &user));
    Json::of(&PresenceRow {
        status: &presence.status,
        end_time: ends_at.map(Timestamp::from_millis),
        remaining_time: ends_at.map(|end| (end - tenant.now()) / SECOND),
    })
}

#[derive(Deserialize, JsonSchema)]
struct SetPresence {
    status: Wanted,
    /// How long nobody disturbs, in minutes: 20 when left out. It says nothing of other states.
    #[serde(default)]
    #[schemars(range(min = 1, max = 1440))]
    duration: Option<i64>,
}

impl SetPresence {
    fn presence(&self, now: i64) -> Presence {
        let ends_at = now + self.duration.unwrap_or(USUAL) * MINUTE;
        match self.status {
            Wanted::DoNotDisturb | Wanted::DoNotDisturbMisprinted => {
                Presence { status: Shown::DoNotDisturb.as_str().to_owned(), ends_at: Some(ends_at) }
            }
            status => Presence { status: status.as_str().to_owned(), ends_at: None },
        }
    }
}

fn set(tenant: &mut Tenant, Path(path): Path<UserPath>, Body(body): Body<SetPresence>) -> Result<NoContent> {
    let user = user::existing(tenant, &path.user_id)?;
    if !user.signs_in() {
        return Err(UNCHANGEABLE.into());
    }
    let (before, after) = (current(tenant, &user)?, body.presence(tenant.now()));
    if before != after {
        history::check(tenant, &user.id, Change::Presence, TOO_FAST)?;
        history::note(tenant, &user.id, Change::Presence)?;
        store::set(tenant, &user.id, &after)?;
        user::touch(tenant, &user.id)?;
        tenant.emit(&PresenceUpdated {
            id: &user.id,
            email: &user.email,
            presence_status: &after.status,
            end_time: after.ends_at.map(Timestamp::from_millis),
            date_time: Timestamp::from_millis(tenant.now()),
            old_object: Old { presence_status: &before.status },
            version: user.version + 1,
        })?;
    }
    Ok(NoContent)
}

/// Who has said nothing is offline; who did not want to be disturbed is available when that has ended.
fn current(tenant: &Tenant, user: &User) -> Result<Presence> {
    let plain = |status: Shown| Presence { status: status.as_str().to_owned(), ends_at: None };
    let Some(said) = store::said(tenant, &user.id)? else { return Ok(plain(Shown::Offline)) };
    let has_ended = said.ends_at.is_some_and(|end| tenant.now() >= end);
    Ok(if has_ended { plain(Shown::Available) } else { said })
}
