//! Values that inputs and outputs are made of: moments, days, choices, and fields that may be cleared.
mod choice;
mod date;
mod patch;
mod timestamp;

#[doc(hidden)]
pub use choice::{describe, from_text};
pub use date::Date;
pub use patch::Patch;
pub use timestamp::Timestamp;

/// Writes `number` right to left, with leading zeros, into all of `text`.
fn put_digits(text: &mut [u8], mut number: u32) {
    for place in text.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// The number that `text` spells, when it is nothing but digits.
fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
