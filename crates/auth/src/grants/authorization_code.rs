//! `authorization_code`: a code that a user was sent back with (RFC 6749 4.1.3, RFC 7636).
use super::{
    GrantRequest, Granted,
    codes::{self, Code},
    pair,
};
use crate::{
    apps::AppKind,
    authorizations,
    clients::{NOT_FOR_THIS_APP, entered},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use platform::{Failure, Result};
use storage::{Directory, Tenant, directory::App};

/// Unknown, another app's or used: they look alike.
pub const BAD_CODE: Failure = Failure::oauth("invalid_grant", "Invalid authorization code");
pub const EXPIRED_CODE: Failure = Failure::oauth("invalid_grant", "Code is expired");
pub const OTHER_ADDRESS: Failure = Failure::oauth("invalid_grant", "Redirect URI mismatch.");
pub const BAD_VERIFIER: Failure = Failure::oauth("invalid_grant", "Invalid code verifier");

/// A code that was used before ends what came of it, which stays so although the call is refused.
pub fn grant(all: &mut Directory<'_>, app: &App, asked: &GrantRequest) -> Result<Granted> {
    if !AppKind::parse(&app.kind).is_some_and(AppKind::is_authorised) {
        return Err(NOT_FOR_THIS_APP.into());
    }
    let mut tenant = entered(all, app)?;
    let code = codes::find(&tenant, &app.id, &asked.code)?.ok_or(BAD_CODE)?;
    if code.used_at.is_some() {
        return replayed(&mut tenant, &code);
    }
    check(&code, asked, tenant.now())?;
    if !codes::take(&mut tenant, &asked.code)? {
        return Err(BAD_CODE.into());
    }
    let authorization = authorizations::get(&tenant, &code.authorization_id)?.ok_or(BAD_CODE)?;
    pair::begin(&mut tenant, app, &authorization)
}

/// One who shows a used code has it from somebody else, or somebody else has it: whatever came of it ends (RFC 6749 4.1.2).
fn replayed(tenant: &mut Tenant, code: &Code) -> Result<Granted> {
    authorizations::end(tenant, &code.authorization_id)?;
    Err(platform::Error::from(BAD_CODE).kept())
}

fn check(code: &Code, asked: &GrantRequest, now: i64) -> Result<()> {
    if now >= code.expires_at {
        return Err(EXPIRED_CODE.into());
    }
    if code.redirect_uri != asked.redirect_uri {
        return Err(OTHER_ADDRESS.into());
    }
    if is_proved(code.challenge.as_deref(), &asked.code_verifier) { Ok(()) } else { Err(BAD_VERIFIER.into()) }
}

/// A challenge demands its verifier, and a verifier demands a challenge: otherwise somebody in between could take the
/// challenge out of a request (RFC 9700 4.8.2).
fn is_proved(challenge: Option<&str>, verifier: &str) -> bool {
    let Some(challenge) = challenge else { return verifier.is_empty() };
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_well_formed = (43..=128).contains(&verifier.len()) && verifier.bytes().all(is_sign);
    let made = URL_SAFE_NO_PAD.encode(storage::hash(verifier));
    is_well_formed && storage::matches(&storage::hash(challenge), &made)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn a_challenge_demands_its_verifier_and_a_verifier_demands_a_challenge() {
        assert!(is_proved(Some(CHALLENGE), VERIFIER) && is_proved(None, ""));
        for (challenge, verifier) in [(Some(CHALLENGE), ""), (Some(CHALLENGE), CHALLENGE), (None, VERIFIER)] {
            assert!(!is_proved(challenge, verifier));
        }
    }

    #[test]
    fn a_verifier_has_43_to_128_signs() {
        for (length, is_good) in [(42, false), (43, true), (128, true), (129, false)] {
            let verifier = "a".repeat(length);
            let challenge = URL_SAFE_NO_PAD.encode(storage::hash(&verifier));
            assert_eq!(is_proved(Some(&challenge), &verifier), is_good, "{length}");
        }
        let verifier = format!("{}+", "a".repeat(42));
        assert!(!is_proved(Some(&URL_SAFE_NO_PAD.encode(storage::hash(&verifier))), &verifier));
    }
}
