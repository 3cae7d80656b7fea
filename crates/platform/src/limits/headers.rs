//! The headers by which a client learns what is left to it (`platform.md` 4.3).
use super::{Admission, Spent, Verdict};
use crate::values::Timestamp;
use http::{HeaderMap, HeaderName, HeaderValue, header::RETRY_AFTER};

const CATEGORY: HeaderName = HeaderName::from_static("x-ratelimit-category");
const TYPE: HeaderName = HeaderName::from_static("x-ratelimit-type");
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// The type of everything that is counted by days.
pub(crate) const DAILY: &str = "Daily-limit";
/// The type of everything that is counted by seconds or minutes.
pub(crate) const QPS: &str = "QPS";

impl Admission {
    /// Adds `X-RateLimit-Category`, `-Type`, `-Limit` and `-Remaining` when a limit applies, `-Reset` for seconds and
    /// minutes, and on a refusal `Retry-After`, which is a date and never a number of seconds: clients parse one.
    pub fn write_headers(&self, headers: &mut HeaderMap) {
        let Some(shown) = self.shown else { return };
        headers.insert(CATEGORY, HeaderValue::from_static(shown.category));
        headers.insert(TYPE, HeaderValue::from_static(shown.kind));
        headers.insert(LIMIT, shown.limit.into());
        headers.insert(REMAINING, shown.remaining.into());
        if let Some(reset) = shown.reset {
            headers.insert(RESET, reset.into());
        }
        if let Some(date) = self.retry_at().and_then(date) {
            headers.insert(RETRY_AFTER, date);
        }
    }
    fn retry_at(&self) -> Option<i64> {
        match self.verdict {
            Verdict::Admitted => None,
            Verdict::PerSecond { retry_at } | Verdict::Daily { retry_at } => Some(retry_at),
        }
    }
}

impl Spent {
    /// Writes the number over that of the calls: it is what the client has to wait for.
    pub fn write_headers(&self, headers: &mut HeaderMap) {
        headers.insert(TYPE, HeaderValue::from_static(self.kind));
        headers.insert(LIMIT, self.limit.into());
        headers.insert(REMAINING, 0.into());
        headers.remove(RESET);
        if let Some(date) = date(self.retry_at) {
            headers.insert(RETRY_AFTER, date);
        }
    }
}

/// In whole seconds, and never too early.
fn date(millis: i64) -> Option<HeaderValue> {
    let seconds = millis.saturating_add(999).div_euclid(1000);
    HeaderValue::from_bytes(&Timestamp::from_millis(seconds * 1000).ascii()).ok()
}
