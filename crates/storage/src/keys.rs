//! Sealing keys: what is sealed with them can be read back by whoever holds the key file, and by nobody else.
mod file;

use crate::entropy::Streams;
use chacha20poly1305::{AeadInOut, KeyInit, XChaCha20Poly1305};
use data_encoding::HEXLOWER;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::{fmt, iter, path::Path};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The keys of one key file, newest first: the first seals, all of them open.
///
/// The file is text: one key a line, `k1:` and 32 bytes in base64url without padding; empty lines and lines that begin
/// with `#` say nothing. The number (1 to 255) names the key for ever and stands before everything sealed with it.
///
/// A new key comes in two steps, so that no node ever meets what it cannot open: add `k2:…` as the *last* line on every
/// node and restart each; then move it to the top and restart each again. An old key may go once nothing is sealed
/// with it. The database keeps the [fingerprint](Keys::fingerprint) of every key that a node has sealed with; a node
/// that starts adds its own, and must not start when one of them is missing among its [`Keys::fingerprints`].
pub struct Keys {
    newest: Key,
    older: Vec<Key>,
}

/// What is sealed. Each purpose has a key of its own, so that what was sealed for one never opens for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The `next_page_token` of a list.
    PageToken,
    /// The secret of an app that must be read back.
    AppSecret,
    /// The text of a mail, in which a link may stand.
    Mail,
    /// The secret of a user's authenticator app.
    SecondFactor,
    /// What an identity provider knows us by.
    ProviderSecret,
}

struct Key {
    number: u8,
    fingerprint: String,
    page_tokens: XChaCha20Poly1305,
    app_secrets: XChaCha20Poly1305,
    mails: XChaCha20Poly1305,
    second_factors: XChaCha20Poly1305,
    provider_secrets: XChaCha20Poly1305,
    addresses: Zeroizing<[u8; 32]>,
}

/// Why there are no keys; `Display` is one line that says what to do and shows no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysFault(String);

impl fmt::Display for KeysFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeysFault {}

const NONCE: usize = 24;
/// Bytes of the signature of an address.
const SIGNATURE: usize = 16;
const TAG: usize = 16;
/// The number of the key and the nonce.
const HEADER: usize = 1 + NONCE;

impl Keys {
    /// # Errors
    /// The file cannot be read, is open to others than its owner, holds no key, two of one number or a line that is none.
    pub fn load(path: &Path) -> Result<Self, KeysFault> {
        file::load(path)
    }
    /// Writes a new file with one key, for its owner only (0600), and loads it. Either the whole file is on the disk
    /// afterwards or none. The folder exists, and the caller holds the lock of the database that the keys are for.
    ///
    /// # Errors
    /// The file exists, or it cannot be written.
    pub fn create(path: &Path, entropy: &mut Streams) -> Result<Self, KeysFault> {
        file::create(path, &Zeroizing::new(entropy.new_secret()))?;
        file::load(path)
    }
    /// One key, made of a number that is no secret: for tests alone.
    pub fn for_tests(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, of_seed)| *byte = of_seed);
        Keys { newest: Key::new(1, &bytes), older: Vec::new() }
    }

    /// Names the key that seals, and gives nothing of it away: `k1-` and 32 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        self.newest.fingerprint.clone()
    }
    /// The fingerprints of all keys, newest first.
    pub fn fingerprints(&self) -> Vec<String> {
        self.all().map(|key| key.fingerprint.clone()).collect()
    }

    /// Encrypts and authenticates `plain` with the newest key; `associated` is authenticated with it, part by part, and
    /// is needed to open it. The same nonce must not serve two texts of one purpose.
    ///
    /// What comes of it is 41 bytes longer than `plain`: the number of the key, the nonce, the text, and 16 bytes that
    /// tell whether anybody has altered it.
    pub fn seal(&self, purpose: Purpose, associated: &[&[u8]], plain: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG);
        sealed.push(self.newest.number);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let body = sealed.get_mut(HEADER..).unwrap_or_default();
        let cipher = self.newest.cipher(purpose);
        match cipher.encrypt_inout_detached(&nonce.into(), &framed(associated), body.into()) {
            Ok(tag) => sealed.extend_from_slice(&tag),
            // The cipher takes 256 GiB. A longer text is lost rather than left open.
            Err(_) => sealed.clear(),
        }
        sealed
    }
    /// What was sealed for this purpose with this associated data, by any of the keys; nothing when a bit of it differs.
    /// Nothing, too, when its key is not in the file any more.
    pub fn open(&self, purpose: Purpose, associated: &[&[u8]], sealed: &[u8]) -> Option<Vec<u8>> {
        let (number, sealed) = sealed.split_first()?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        let (body, tag) = sealed.split_last_chunk::<TAG>()?;
        let cipher = self.all().find(|key| key.number == *number)?.cipher(purpose);
        let mut plain = body.to_vec();
        let opened =
            cipher.decrypt_inout_detached(nonce.into(), &framed(associated), plain.as_mut_slice().into(), tag.into());
        opened.ok().map(|()| plain)
    }

    /// Signs an address with the newest key, part by part: whoever shows the signature was given the address.
    pub fn sign_address(&self, parts: &[&[u8]]) -> [u8; SIGNATURE] {
        self.newest.signature(parts)
    }
    /// Whether one of the keys has signed this address.
    pub fn has_signed_address(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        self.all().any(|key| key.signature(parts).ct_eq(signature).into())
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        iter::once(&self.newest).chain(&self.older)
    }
}

impl Key {
    fn new(number: u8, bytes: &[u8; 32]) -> Self {
        let cipher = |label| XChaCha20Poly1305::new(&(*derived(bytes, label)).into());
        let named = derived(bytes, "fingerprint");
        let (half, _) = named.split_at(16);
        Key {
            number,
            fingerprint: format!("k{number}-{}", HEXLOWER.encode(half)),
            page_tokens: cipher("page token"),
            app_secrets: cipher("app secret"),
            mails: cipher("mail"),
            second_factors: cipher("second factor"),
            provider_secrets: cipher("provider secret"),
            addresses: derived(bytes, "address"),
        }
    }
    /// The first half of an HMAC: 128 bits that nobody guesses.
    fn signature(&self, parts: &[&[u8]]) -> [u8; SIGNATURE] {
        let mut signature = [0; SIGNATURE];
        let whole = mac(&self.addresses, &[&framed(parts)]);
        signature.iter_mut().zip(whole.iter()).for_each(|(byte, of_whole)| *byte = *of_whole);
        signature
    }
    fn cipher(&self, purpose: Purpose) -> &XChaCha20Poly1305 {
        match purpose {
            Purpose::PageToken => &self.page_tokens,
            Purpose::AppSecret => &self.app_secrets,
            Purpose::Mail => &self.mails,
            Purpose::SecondFactor => &self.second_factors,
            Purpose::ProviderSecret => &self.provider_secrets,
        }
    }
}

/// HKDF-Expand (RFC 5869 2.3) of one block: the key is uniformly random, so there is nothing to extract.
fn derived(key: &[u8; 32], label: &str) -> Zeroizing<[u8; 32]> {
    mac(key, &[label.as_bytes(), &[1]])
}

/// HMAC-SHA256 of the texts, one after the other.
fn mac(key: &[u8; 32], texts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    // HMAC fills a shorter key up with zeros itself; a whole block cannot be of a wrong length.
    let mut block = Zeroizing::new([0; 64]);
    block.iter_mut().zip(key).for_each(|(byte, of_key)| *byte = *of_key);
    let mut mac = Hmac::<Sha256>::new(&(*block).into());
    texts.iter().for_each(|text| mac.update(text));
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// Each part behind its length, so that no two lists of parts become the same bytes.
fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
    for part in parts {
        framed.extend_from_slice(&(part.len() as u64).to_le_bytes());
        framed.extend_from_slice(part);
    }
    framed
}

#[cfg(test)]
mod tests;
