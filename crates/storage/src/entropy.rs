//! Randomness that is handed in: one seed per request, and the ids and secrets that are drawn from it.
#[cfg(test)]
mod tests;

use base64::{
    Engine,
    alphabet::{self, Alphabet},
    engine::{
        GeneralPurpose,
        general_purpose::{NO_PAD, URL_SAFE_NO_PAD},
    },
};
use parking_lot::Mutex;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use std::{iter, mem, ops::Range};
use zeroize::Zeroize;

/// 256 bits from which everything random in one request is drawn; wiped when dropped.
#[derive(Clone)]
pub struct Seed {
    bytes: [u8; 32],
    /// In a fixed order: the moment that ids are given at, whatever the clock says.
    moment: Option<i64>,
}

impl Seed {
    /// A number that tells this seed from others and does not give it away.
    pub fn number(&self) -> u64 {
        self.stream(Kind::Id, 0).next_u64()
    }
    /// The stream of the `nth` value of a kind. No two values share one, so none can be derived from another.
    fn stream(&self, kind: Kind, nth: u64) -> ChaCha20Rng {
        let mut stream = ChaCha20Rng::from_seed(self.bytes);
        stream.set_stream((kind as u64) << 62 | nth);
        stream
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

/// Where the seeds of requests come from; shared by all of them.
pub struct SeedSource(Mutex<Pool>);

const POOL: usize = 8;

/// Seeds that wait for their requests. The first is never handed out: the next pool can be grown from it.
struct Pool {
    /// Whether the system's generator refills it.
    system: bool,
    seeds: [[u8; 32]; POOL],
    next: usize,
    /// In a fixed order: the moment of the next seed.
    moment: Option<i64>,
}

/// 2020-01-01 UTC, in milliseconds: what a fixed order gives ids to lies before all that comes after it.
const FIRST_MOMENT: i64 = 1_577_836_800_000;

impl SeedSource {
    /// The system's generator, asked for several seeds at a time, because asking costs more than they do. Should it fail
    /// later on, seeds are grown from the last ones it gave, which nobody has seen.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn system() -> Result<Self, getrandom::Error> {
        Pool::of_system().map(Mutex::new).map(SeedSource)
    }
    /// The same seeds in the same order for the same number: for tests, and for a data set until it is made.
    pub fn fixed(number: u64) -> Self {
        let first = ChaCha20Rng::seed_from_u64(number).get_seed();
        SeedSource(Mutex::new(Pool::grown_from(first, Some(FIRST_MOMENT))))
    }
    /// Ends a fixed order: from now on seeds come from the system's generator; an error when it has none to give.
    pub fn end_fixed_order(&self) -> Result<(), getrandom::Error> {
        *self.0.lock() = Pool::of_system()?;
        Ok(())
    }
    /// A seed that was never given before.
    pub fn seed(&self) -> Seed {
        let mut pool = self.0.lock();
        loop {
            match pool.take() {
                Some(seed) => return seed,
                None => pool.refill(),
            }
        }
    }
}

impl Pool {
    #[expect(clippy::disallowed_methods, reason = "randomness is handed in from here")]
    fn of_system() -> Result<Self, getrandom::Error> {
        let mut first = [0; 32];
        getrandom::fill(&mut first)?;
        Ok(Pool::grown_from(first, None))
    }
    fn grown_from(first: [u8; 32], moment: Option<i64>) -> Self {
        Pool { system: moment.is_none(), seeds: [first; POOL], next: POOL, moment }
    }
    /// The next seed, which is then forgotten here: what is in memory tells nothing about seeds given before.
    fn take(&mut self) -> Option<Seed> {
        let seed = self.seeds.get_mut(self.next)?;
        self.next += 1;
        let bytes = mem::take(seed);
        let moment = self.moment;
        self.moment = moment.map(|moment| moment + 1);
        Some(Seed { bytes, moment })
    }
    #[expect(clippy::disallowed_methods, reason = "randomness is handed in from here")]
    fn refill(&mut self) {
        let [kept, ..] = self.seeds;
        let seeds = self.seeds.as_flattened_mut();
        if !self.system || getrandom::fill(seeds).is_err() {
            ChaCha20Rng::from_seed(kept).fill_bytes(seeds);
        }
        self.next = 1;
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Id,
    Secret,
    /// Nonces are shown: they share nothing with secrets, however often streams are made from the same seed.
    Nonce,
}

/// The values of one request, drawn from its seed: the same seed gives the same values in the same order. Ids, secrets
/// and nonces are independent of each other. Nothing is computed before the first value is drawn.
pub struct Streams {
    seed: Seed,
    ids: u64,
    secrets: u64,
    nonces: u64,
}

/// Whether a text has the form of an account's id or of a client id: 22 characters of base64url. Nothing else is looked up.
pub fn is_id(text: &str) -> bool {
    text.len() == 22 && is_base64url(text)
}

/// Whether a text has the form of a secret: 43 characters of base64url.
pub fn is_secret(text: &str) -> bool {
    text.len() == 43 && is_base64url(text)
}

fn is_base64url(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The id that is given at `moment`, in milliseconds, with the lower bits of `random`. For data that is not made by requests.
pub fn id_of(moment: i64, random: u128) -> String {
    ORDERED.encode(id_bytes(moment, random))
}

fn id_bytes(moment: i64, random: u128) -> [u8; 16] {
    const RANDOM_BITS: u32 = 128 - MOMENT_BITS;
    let random = random & ((1 << RANDOM_BITS) - 1);
    (u128::from(moment.cast_unsigned()) << RANDOM_BITS | random).to_be_bytes()
}

impl Streams {
    pub fn new(seed: Seed) -> Self {
        Streams { seed, ids: 0, secrets: 0, nonces: 0 }
    }
    /// An id: 22 characters of base64url (`platform.md` 7). It begins with `now`, in milliseconds, and has 86 random bits:
    /// ids are in the order in which they were given, so that what is made together lies together.
    pub fn new_id(&mut self, now: i64) -> String {
        let mut id = String::with_capacity(22);
        self.write_id(now, &mut id);
        id
    }
    /// The id of a role: `R` and an id (`platform.md` 7).
    pub fn new_role_id(&mut self, now: i64) -> String {
        let mut id = String::with_capacity(23);
        id.push('R');
        self.write_id(now, &mut id);
        id
    }
    fn write_id(&mut self, now: i64, id: &mut String) {
        let random = u128::from_be_bytes(self.bytes(Kind::Id));
        ORDERED.encode_string(id_bytes(self.seed.moment.unwrap_or(now), random), id);
    }
    /// A client id or an API key: 22 letters and digits.
    pub fn new_client_id(&mut self) -> String {
        spelled(&mut self.next(Kind::Id), LETTERS_AND_DIGITS, 22)
    }
    /// A number of `range`, each as likely as any other; its start when the range is empty.
    pub fn new_number(&mut self, range: Range<i64>) -> i64 {
        let width = if range.is_empty() { 0 } else { range.end.wrapping_sub(range.start).cast_unsigned() };
        range.start.wrapping_add_unsigned(below(&mut self.next(Kind::Id), width))
    }
    /// A number of `range`, near those that are drawn at about the same moment: an index of them then grows in few places.
    /// It is one of ten thousand for whoever knows the millisecond, so it is for numbers that protect nothing.
    pub fn new_number_nearby(&mut self, range: Range<i64>, now: i64) -> i64 {
        const NEARBY: i64 = 10_000;
        let places = range.end.saturating_sub(range.start) / NEARBY;
        if places < 1 {
            return self.new_number(range);
        }
        let start = range.start + self.seed.moment.unwrap_or(now).rem_euclid(places) * NEARBY;
        self.new_number(start..start + NEARBY)
    }
    /// A token or a client secret: 256 bits as 43 characters of base64url.
    pub fn new_secret(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>(Kind::Secret))
    }
    /// A password of `length` characters, at least 8, of the kind that every account accepts: upper and lower case,
    /// digits and signs, no three neighbours that repeat or follow each other, no character mistaken for another.
    pub fn password(&mut self, length: usize) -> String {
        let mut stream = self.next(Kind::Secret);
        loop {
            let password = spelled(&mut stream, PASSWORD_SIGNS, length.max(8));
            if is_strong(&password) {
                return password;
            }
        }
    }
    /// A nonce for [`crate::Keys::seal`].
    pub fn nonce(&mut self) -> [u8; 24] {
        self.bytes(Kind::Nonce)
    }

    fn bytes<const N: usize>(&mut self, kind: Kind) -> [u8; N] {
        let mut bytes = [0; N];
        self.next(kind).fill_bytes(&mut bytes);
        bytes
    }
    fn next(&mut self, kind: Kind) -> ChaCha20Rng {
        let drawn = match kind {
            Kind::Id => &mut self.ids,
            Kind::Secret => &mut self.secrets,
            Kind::Nonce => &mut self.nonces,
        };
        *drawn += 1;
        self.seed.stream(kind, *drawn)
    }
}

/// Enough for milliseconds until the year 2109: seven characters.
const MOMENT_BITS: u32 = 42;
/// The letters of base64url in the order of their bytes, so that texts are in the order of what they stand for.
const ORDERED: GeneralPurpose = GeneralPurpose::new(&ORDERED_LETTERS, NO_PAD);
const ORDERED_LETTERS: Alphabet =
    match Alphabet::new("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz") {
        Ok(letters) => letters,
        Err(_) => alphabet::URL_SAFE,
    };
const LETTERS_AND_DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// No `0O1lI`, and of the signs those that mean nothing in a URL, a form or a shell.
const PASSWORD_SIGNS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz-._~";

fn spelled(stream: &mut ChaCha20Rng, signs: &[u8], length: usize) -> String {
    let mut text = String::with_capacity(length);
    let random = iter::repeat_with(|| signs.get(below(stream, signs.len() as u64) as usize));
    text.extend(random.flatten().take(length).map(|&sign| char::from(sign)));
    text
}

/// A number from 0 to `width - 1`. The shares of two numbers differ by less than `width` in 2^64.
fn below(stream: &mut ChaCha20Rng, width: u64) -> u64 {
    ((u128::from(stream.next_u64()) * u128::from(width)) >> 64) as u64
}

fn is_strong(password: &str) -> bool {
    let has = |kind: fn(&u8) -> bool| password.as_bytes().iter().any(kind);
    has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_punctuation)
        && !password.to_ascii_lowercase().as_bytes().array_windows().any(is_run)
}

/// `aaa`, `abc`, `cba`.
fn is_run(&[first, second, third]: &[u8; 3]) -> bool {
    let step = second.wrapping_sub(first);
    step == third.wrapping_sub(second) && step.wrapping_add(1) <= 2
}
