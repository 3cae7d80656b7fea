//! Secrets in memory, and secrets at rest that need only be recognised.
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// A value that must not be seen. It has no `Debug`, no `Display` and no `Serialize`, and its bytes are wiped when it is
/// dropped: what reads it says [`Secret::expose`].
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    pub fn new(value: T) -> Self {
        Secret(value)
    }
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What is kept of a token or a client secret: its SHA-256. Enough for 256 random bits, never for a password.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// Whether `candidate` is the token behind `hash`; takes the same time for every wrong candidate.
/// A `hash` of another length matches nothing.
pub fn matches(hash: &[u8], candidate: &str) -> bool {
    self::hash(candidate).ct_eq(hash).into()
}

/// Another secret that follows from this one, 43 characters; nobody comes from it to the first, or to one of another
/// purpose.
pub fn derived(purpose: &str, secret: &str) -> String {
    let whole = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(secret);
    URL_SAFE_NO_PAD.encode(whole.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, fmt, rc::Rc};

    #[test]
    fn a_secret_is_wiped_when_it_is_dropped() {
        struct Spy(Rc<Cell<u32>>);
        impl Zeroize for Spy {
            fn zeroize(&mut self) {
                self.0.set(self.0.get() + 1);
            }
        }
        let wiped = Rc::new(Cell::new(0));
        let secret = Secret::new(Spy(wiped.clone()));
        assert_eq!(secret.expose().0.get(), 0);
        drop(secret);
        assert_eq!(wiped.get(), 1);
    }

    /// Compiles only while a secret can be neither printed nor copied: with any of these traits the call is ambiguous.
    #[test]
    fn a_secret_can_be_neither_printed_nor_copied() {
        trait Lacks<Trait> {
            fn holds() {}
        }
        impl<T> Lacks<()> for T {}
        impl<T: fmt::Debug> Lacks<u8> for T {}
        impl<T: fmt::Display> Lacks<u16> for T {}
        impl<T: Clone> Lacks<u32> for T {}
        impl<T: AsRef<str>> Lacks<u64> for T {}
        <Secret<String> as Lacks<_>>::holds();
    }

    #[test]
    fn a_token_is_kept_as_its_sha_256() {
        // FIPS 180-4, the example "abc".
        let hex: String = hash("abc").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn only_the_token_itself_matches() {
        let kept = hash("token");
        assert!(matches(&kept, "token"));
        for other in ["", "Token", "token ", "toke", "tokens"] {
            assert!(!matches(&kept, other), "{other:?}");
        }
    }

    #[test]
    fn a_hash_that_is_too_short_or_too_long_matches_nothing() {
        let kept = hash("token");
        let longer = [kept.as_slice(), &[0]].concat();
        for wrong in [&kept[..31], &longer, &[]] {
            assert!(!matches(wrong, "token"), "{}", wrong.len());
        }
    }
}
