//! How what has lapsed goes: some of it along with each that comes, and so without a job.
use storage::time::DAY;

/// How long a code or a token that has expired is kept: whoever shows it learns what is wrong with it, or is noticed.
pub const LINGER: i64 = DAY;
/// How many are removed along with each that comes: more than come, so that they do not pile up.
pub const SLICE: i64 = 8;
