//! `urn:ietf:params:oauth:grant-type:device_code`: a device asks whether a user has decided (RFC 8628 3.4).
use super::{GrantRequest, Granted, pair};
use crate::{
    authorizations,
    clients::{NOT_FOR_THIS_APP, entered},
    device::codes::{self, Waiting},
};
use platform::{Error, Failure, Result};
use storage::{Directory, Tenant, directory::App};

pub const PENDING: Failure = Failure::oauth("authorization_pending", "The user has not decided yet.");
pub const TOO_OFTEN: Failure = Failure::oauth("slow_down", "Ask less often: five seconds more from now on.");
pub const DENIED: Failure = Failure::oauth("access_denied", "The user has denied it.");
pub const EXPIRED: Failure = Failure::oauth("expired_token", "The device code has expired.");
/// Unknown, another app's or used: they look alike.
pub const BAD_CODE: Failure = Failure::oauth("invalid_grant", "Invalid device code");

/// A device that has to wait is refused too; when it has asked is kept all the same.
pub fn grant(all: &mut Directory<'_>, app: &App, asked: &GrantRequest) -> Result<Granted> {
    if !app.on_device {
        return Err(NOT_FOR_THIS_APP.into());
    }
    let mut tenant = entered(all, app)?;
    let waiting = codes::find(&tenant, &app.id, &asked.device_code)?.ok_or(BAD_CODE)?;
    if waiting.used_at.is_some() {
        return Err(BAD_CODE.into());
    }
    if tenant.now() >= waiting.expires_at {
        return Err(EXPIRED.into());
    }
    let Waiting { authorization_id, denied_at, .. } = &waiting;
    let Some(id) = authorization_id else {
        let refusal = if denied_at.is_some() { DENIED } else { pace(&mut tenant, &asked.device_code, &waiting)? };
        // When it has asked is kept, so that the next question can come too early.
        return Err(Error::from(refusal).kept());
    };
    if !codes::take(&mut tenant, &asked.device_code)? {
        return Err(BAD_CODE.into());
    }
    let authorization = authorizations::get(&tenant, id)?.ok_or(BAD_CODE)?;
    pair::begin(&mut tenant, app, &authorization)
}

/// Who asks before its time waits five seconds longer from now on (RFC 8628 3.5).
fn pace(tenant: &mut Tenant, code: &str, waiting: &Waiting) -> Result<Failure> {
    let is_early = waiting.asked_at.is_some_and(|asked_at| tenant.now() < asked_at + waiting.pause * 1000);
    let pause = if is_early { waiting.pause + codes::PAUSE } else { waiting.pause };
    codes::asked(tenant, code, pause)?;
    Ok(if is_early { TOO_OFTEN } else { PENDING })
}
