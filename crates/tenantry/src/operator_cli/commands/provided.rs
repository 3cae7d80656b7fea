//! `operator provide …`: what other products keep for a user.
use super::{Call, Segment, call};
use clap::Subcommand;
use serde_json::{Value, json};

#[derive(Debug, Clone, Subcommand)]
pub enum Provide {
    /// Set the templates of a user's meeting summaries
    SummaryTemplates {
        account: Segment,
        user: Segment,
        /// JSON list: [{"name": "Recap", "description": "What was decided"}]
        #[arg(value_parser = parsed)]
        list: Value,
    },
    /// Set the meeting templates of a user
    MeetingTemplates {
        account: Segment,
        user: Segment,
        /// JSON list: [{"name": "Lesson", "settings": {"meeting_security": {"waiting_room": true}}}]
        #[arg(value_parser = parsed)]
        list: Value,
    },
    /// Set the collaboration devices of a user
    Devices {
        account: Segment,
        user: Segment,
        /// JSON list: [{"device_name": "Board", "room_name": "Home", "status": "Online"}]
        #[arg(value_parser = parsed)]
        list: Value,
    },
}

impl Provide {
    pub fn call(self) -> Call {
        let put = |account: &Segment, user: &Segment, kind: &str, body: Value| {
            call("PUT", format!("/accounts/{account}/users/{user}/{kind}"), body)
        };
        match self {
            Provide::SummaryTemplates { account, user, list } => {
                put(&account, &user, "meeting_summary_templates", json!({"templates": list}))
            }
            Provide::MeetingTemplates { account, user, list } => {
                put(&account, &user, "meeting_templates", json!({"templates": list}))
            }
            Provide::Devices { account, user, list } => {
                put(&account, &user, "collaboration_devices", json!({"devices": list}))
            }
        }
    }
}

fn parsed(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text)
}
