//! `operator plan …`: what accounts have bought.
use super::{Call, Segment, call, get};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum Plan {
    /// What an account has bought
    Show { id: Segment },
    /// Set what an account has bought
    Set(SetPlan),
}

#[derive(Debug, Clone, Args)]
pub struct SetPlan {
    id: Segment,
    /// Free, Pro, Business, Education, Enterprise …
    #[arg(long = "type")]
    account_type: String,
    #[arg(long, default_value_t = 0)]
    seats: i64,
    /// The most Basic users [default: no limit]
    #[arg(long)]
    basic_limit: Option<i64>,
    /// Units of an add-on: webinar_500=10
    #[arg(long = "addon", value_parser = addon)]
    addons: Vec<(String, i64)>,
    #[arg(long)]
    bulk_license: bool,
    /// When the subscription began: 2027-01-01T00:00:00Z [default: as it is, or now]
    #[arg(long, value_name = "MOMENT")]
    start: Option<String>,
    /// When it ends [default: as it is, or a year after the start]
    #[arg(long, value_name = "MOMENT")]
    end: Option<String>,
}

fn addon(text: &str) -> Result<(String, i64), String> {
    let parts = text.split_once('=').and_then(|(name, units)| Some((name.to_owned(), units.parse().ok()?)));
    parts.ok_or_else(|| "write NAME=UNITS, as in webinar_500=10".to_owned())
}

impl Plan {
    pub fn call(self) -> Call {
        match self {
            Plan::Show { id } => get(format!("/accounts/{id}/plan")),
            Plan::Set(plan) => call("PUT", format!("/accounts/{}/plan", plan.id), plan.body()),
        }
    }
}

impl SetPlan {
    fn body(&self) -> Value {
        let addons: Map<String, Value> =
            self.addons.iter().map(|(name, units)| (name.clone(), (*units).into())).collect();
        json!({
            "account_type": self.account_type,
            "seats": self.seats,
            "basic_limit": self.basic_limit,
            "addons": addons,
            "bulk_license": self.bulk_license,
            "subscription_start_time": self.start,
            "subscription_end_time": self.end,
        })
    }
}
