//! What requests are, how long things hold, and what an email has to be.
use platform::{Failure, choice};
use storage::time::{DAY, MINUTE};

choice! {
    /// `EXPORT` hands out what is kept about somebody, `DELETE` erases it.
    pub enum Kind: text { Export = "EXPORT", Delete = "DELETE" }
}
choice! {
    /// How far a request has come.
    pub enum State: text {
        Pending = "Pending",
        Processing = "Processing",
        Canceled = "Canceled",
        Completed = "Completed",
        Failed = "Failed",
    }
}
choice! {
    /// What a request is about.
    pub enum DataType: text { All = "ALL", Phone = "PHONE" }
}

/// For how long a deletion can be canceled (`DELETE /data_requests/requests/{requestId}`, `accounts.json`).
pub const GRACE: i64 = 30 * MINUTE;
/// For how long a link to a file holds (`GET /data_requests/files/{fileId}/url`).
pub const LINK_LIFE: i64 = 5 * MINUTE;
/// How often a request is tried that the store does not let be carried out.
pub const MOST_ATTEMPTS: i64 = 10;
/// The time between two attempts at a deletion that has begun.
pub const LONGEST_PAUSE: i64 = 10 * MINUTE;
/// For how long a file is kept; the documents do not say.
pub const FILE_LIFE: i64 = 30 * DAY;
/// Emails of one request (`POST /data_requests/requests`).
pub const MOST_EMAILS: usize = 10;
/// An email has fewer characters than this.
const TOO_LONG: usize = 128;

pub const NO_EMAIL: Failure = Failure::new(400, 300, "Please enter a valid email address.");
pub const LONG_EMAIL: Failure = Failure::new(400, 300, "Email address length must less than 128 characters");
pub const BAD_EMAIL: Failure = Failure::new(400, 300, "Invalid email address");

impl Kind {
    /// How long a request of this kind waits, in milliseconds.
    pub const fn delay(self) -> i64 {
        match self {
            Kind::Export => 0,
            Kind::Delete => GRACE,
        }
    }
}

/// How long a request that could not be carried out is put off, in milliseconds: a second, then twice as long each time;
/// `None` when it is given up.
pub fn pause(attempts: i64) -> Option<i64> {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0);
    (attempts < MOST_ATTEMPTS).then(|| 1000 << doublings)
}

/// The state of a request as answers show it: what is due is being processed, even if nobody has come to it yet.
pub fn shown(stored: &str, due_at: Option<i64>, now: i64) -> &str {
    if due_at.is_some_and(|due_at| due_at <= now) { State::Processing.as_str() } else { stored }
}

/// Whether a text has the form of an email, blanks around it aside, and fewer than 128 characters.
///
/// # Errors
/// An email that is none, in the documented words.
pub fn check_email(email: &str) -> Result<(), Failure> {
    let email = email.trim();
    if email.is_empty() {
        return Err(NO_EMAIL);
    }
    if email.chars().count() >= TOO_LONG {
        return Err(LONG_EMAIL);
    }
    match email.split_once('@') {
        Some((name, domain)) if !name.is_empty() && is_domain(domain) => Ok(()),
        _ => Err(BAD_EMAIL),
    }
}

fn is_domain(domain: &str) -> bool {
    let is_plain = |label: &str| !label.is_empty() && !label.contains(|sign: char| sign.is_whitespace() || sign == '@');
    domain.contains('.') && domain.split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_waits_until_it_is_due_and_is_processed_from_then_on() {
        for (due_at, now, state) in [
            (Some(10), 9, "Pending"),
            (Some(10), 10, "Processing"),
            (Some(10), 11, "Processing"),
            (None, 11, "Pending"),
        ] {
            assert_eq!(shown("Pending", due_at, now), state);
        }
        assert_eq!(shown("Canceled", None, 11), "Canceled");
    }

    #[test]
    fn a_request_is_put_off_for_twice_as_long_each_time_and_given_up_at_the_tenth() {
        let pauses = [1, 2, 9, 10, 11].map(pause);
        assert_eq!(pauses, [Some(1000), Some(2000), Some(256_000), None, None]);
    }

    #[test]
    fn an_email_is_refused_in_the_documented_words() {
        let long = |count: usize| format!("{}@x.example", "a".repeat(count - 10));
        assert_eq!(check_email("ann@x.example"), Ok(()));
        assert_eq!(check_email(&long(127)), Ok(()));
        assert_eq!(check_email(&long(128)), Err(LONG_EMAIL));
        for empty in ["", "  "] {
            assert_eq!(check_email(empty), Err(NO_EMAIL));
        }
        for bad in ["ann", "@x.example", "ann@", "ann@x", "ann@.example", "ann@x y.example", "ann@b@x.example"] {
            assert_eq!(check_email(bad), Err(BAD_EMAIL), "{bad}");
        }
    }
}
