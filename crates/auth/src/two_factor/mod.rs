//! Second factors: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for who has lost it.
mod codes;
mod store;

pub use codes::{Offer, picture};
pub use store::{Carried, carry, check, forget, is_set, of, renew_recovery_codes, set};
