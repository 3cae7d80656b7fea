//! Passwords at rest: argon2id. To be called beside transactions only: one hash takes a core for some 15 ms.
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use platform::Result;
use storage::Fault;

/// Memory in KiB, passes and lanes, as OWASP recommends.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(Fault::broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What a password is compared with where nobody has one, so that it takes as long.
pub const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";

/// The text that is kept of a password, in the PHC form.
pub fn hash(password: &str, salt: [u8; 16]) -> Result<String> {
    let hashed = argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(Fault::broken)?;
    Ok(hashed.to_string())
}

/// Whether `kept` was made of `password`.
pub fn matches(kept: &str, password: &str) -> Result<bool> {
    let kept = PasswordHash::new(kept).map_err(Fault::broken)?;
    Ok(argon2()?.verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_matches_what_is_kept_of_it() {
        let kept = hash("correct horse 1", [7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(&kept, "correct horse 1").unwrap());
        assert!(!matches(&kept, "correct horse 2").unwrap());
    }

    #[test]
    fn what_nobody_has_costs_as_much_and_matches_nothing() {
        assert!(!matches(NOBODYS, "").unwrap() && !matches(NOBODYS, "nobody has this").unwrap());
        let cost = |kept: &str| kept.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(cost(NOBODYS), cost(&hash("x", [7; 16]).unwrap()));
    }
}
