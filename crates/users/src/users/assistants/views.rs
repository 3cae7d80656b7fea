//! What answers show of assistants and of those for whom they schedule.
use platform::{Timestamp, view};

view! {
    /// Somebody who schedules for a user.
    pub struct AssistantItem {
        pub id: String,
        pub email: String,
        /// Whether it manages private events too.
        pub can_manage_host_private_event: bool,
    }
}

view! {
    /// Everybody who schedules for a user: at most 30.
    pub struct AssistantsView {
        pub assistants: Vec<AssistantItem>,
    }
}

view! {
    /// Somebody for whom a user schedules.
    pub struct SchedulerItem {
        pub id: String,
        pub email: String,
        /// The personal meeting id.
        pub pmi: i64,
    }
}

view! {
    /// Everybody for whom a user schedules: at most 30.
    pub struct SchedulersView {
        pub schedulers: Vec<SchedulerItem>,
    }
}

view! {
    /// Who has become an assistant.
    pub struct AssistantsAddedView {
        pub add_at: Timestamp,
        /// Ids, with commas between them.
        pub ids: String,
    }
}
