//! The headers by which a client learns what is left to it (`platform.md` 4.3).
use super::{Admission, Verdict};
use crate::values::Timestamp;
use http::{HeaderMap, HeaderName, HeaderValue, header::RETRY_AFTER};

const CATEGORY: HeaderName = HeaderName::from_static("x-ratelimit-category");
const TYPE: HeaderName = HeaderName::from_static("x-ratelimit-type");
const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

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

fn date(millis: i64) -> Option<HeaderValue> {
    HeaderValue::from_bytes(&Timestamp::from_millis(millis).ascii()).ok()
}
