//! Inputs that several operations of this plane take.
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
pub struct AccountPath {
    /// The id of an account.
    pub id: String,
}

#[derive(Deserialize, JsonSchema)]
pub struct UserPath {
    /// The id of an account.
    pub id: String,
    /// The id or email of one of its users.
    #[serde(rename = "userId")]
    pub user_id: String,
}

/// A part of a list that is ordered by what stands in `after`.
#[derive(Deserialize, JsonSchema)]
pub struct Slice {
    /// The id of the account that the part follows; from the beginning when left out.
    #[serde(default)]
    pub after: Option<String>,
    /// The most to show.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1000))]
    pub limit: i64,
}

pub fn hundred() -> i64 {
    100
}
