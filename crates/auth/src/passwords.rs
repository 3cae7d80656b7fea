//! Passwords at rest: argon2id. To be called beside transactions only: one hash takes a core for some 15 ms.
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use platform::{Given, Input, Provided, Result, Salt, Shape};
use storage::Fault;

/// What one hash costs whoever makes it. A kept hash says of itself what it has cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// KiB, 8 at least.
    pub memory: u32,
    /// How often the memory is gone over, once at least.
    pub passes: u32,
}

impl Default for Cost {
    /// As OWASP recommends.
    fn default() -> Self {
        Cost { memory: 19 * 1024, passes: 2 }
    }
}

/// Makes what is kept of one password.
pub struct Hasher {
    cost: Cost,
    salt: Salt,
}

impl Input for Hasher {
    fn describe(shape: &mut Shape) {
        <(Salt, Provided<Cost>)>::describe(shape);
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        let (salt, Provided(cost)) = Input::take(given)?;
        Ok(Hasher { cost: *cost, salt })
    }
}

impl Hasher {
    /// The text that is kept of a password, in the PHC form.
    ///
    /// # Errors
    /// The cost is none that argon2id knows.
    pub fn hash(&self, password: &str) -> Result<String> {
        let params = Params::new(self.cost.memory, self.cost.passes, 1, None).map_err(Fault::broken)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hashed = argon2.hash_password_with_salt(password.as_bytes(), &self.salt.bytes()).map_err(Fault::broken)?;
        Ok(hashed.to_string())
    }
}

/// What a password is compared with where nobody has one, so that it takes as long.
pub const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";

/// Whether `kept` was made of `password`.
///
/// # Errors
/// [`Fault::Broken`] for a text that is in no PHC form.
pub fn matches(kept: &str, password: &str) -> Result<bool> {
    let kept = PasswordHash::new(kept).map_err(Fault::broken)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use storage::SeedSource;

    fn hash(password: &str) -> String {
        Hasher { cost: Cost::default(), salt: Salt::of(SeedSource::fixed(7).seed()) }.hash(password).unwrap()
    }

    #[test]
    fn only_the_password_itself_matches_what_is_kept_of_it() {
        let kept = hash("correct horse 1");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(matches(&kept, "correct horse 1").unwrap());
        assert!(!matches(&kept, "correct horse 2").unwrap());
    }

    #[test]
    fn what_nobody_has_costs_as_much_and_matches_nothing() {
        assert!(!matches(NOBODYS, "").unwrap() && !matches(NOBODYS, "nobody has this").unwrap());
        let cost = |kept: &str| kept.rsplitn(3, '$').last().map(str::to_owned);
        assert_eq!(cost(NOBODYS), cost(&hash("x")));
    }
}
