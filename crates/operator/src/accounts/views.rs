//! What an operator sees of an account.
use platform::{Timestamp, choice, view};
use storage::directory::AccountRow;

choice! {
    /// Where an account stands in its tree.
    pub enum Tier: text {
        /// On its own.
        FreeStanding = "free_standing",
        /// On top of a tree.
        Master = "master",
        /// A master below a master.
        SecondLevelMaster = "second_level_master",
        /// Below a master.
        Sub = "sub",
    }
}

impl Tier {
    pub fn of(row: &AccountRow) -> Self {
        match (row.depth, row.is_master) {
            (0, true) => Tier::Master,
            (0, false) => Tier::FreeStanding,
            (_, true) => Tier::SecondLevelMaster,
            (_, false) => Tier::Sub,
        }
    }
}

view! {
    /// What is open to an account.
    pub struct CapabilitiesView {
        /// Users can be made without an invitation (`custCreate`).
        pub cust_create: bool,
    }
}
view! {
    /// An account.
    pub struct AccountView as AccountViewRow<'r> {
        pub id: &'r str,
        pub account_number: i64,
        pub name: &'r str,
        pub tier: Tier,
        /// The account that it stands below.
        pub parent_id: Option<&'r str>,
        /// The account on top of its tree.
        pub top_id: &'r str,
        pub world_id: &'r str,
        pub owner_id: &'r str,
        pub owner_email: &'r str,
        /// The switch of a master; off for every other account.
        pub manages_subaccounts: bool,
        pub capabilities: CapabilitiesView,
        pub account_type: &'r str,
        pub paid: bool,
        /// `master` or `sub`.
        pub pay_mode: &'r str,
        pub bulk_license: bool,
        /// Licensed seats.
        pub seats: i64,
        pub subscription_start_time: Option<Timestamp>,
        pub subscription_end_time: Option<Timestamp>,
        pub created_at: Timestamp,
        /// When it was closed; absent while it is open.
        pub closed_at: Option<Timestamp>,
    }
}
view! {
    /// A part of a list of accounts.
    pub struct AccountsView as AccountsViewRow<'r> {
        pub accounts: Vec<AccountViewRow<'r>>,
        /// To be given as `after` for the part that follows; absent from the last one.
        pub next: Option<&'r str>,
    }
}

impl<'r> AccountViewRow<'r> {
    pub fn of(row: &'r AccountRow) -> Self {
        AccountViewRow {
            id: &row.id,
            account_number: row.number,
            name: &row.name,
            tier: Tier::of(row),
            parent_id: row.parent_id.as_deref(),
            top_id: &row.top_id,
            world_id: &row.world_id,
            owner_id: &row.owner_id,
            owner_email: &row.owner_email,
            manages_subaccounts: row.manages,
            capabilities: CapabilitiesView { cust_create: row.api_users },
            account_type: &row.account_type,
            paid: row.paid,
            pay_mode: &row.pay_mode,
            bulk_license: row.bulk_license,
            seats: row.seats,
            subscription_start_time: row.subscription_start.map(Timestamp::from_millis),
            subscription_end_time: row.subscription_end.map(Timestamp::from_millis),
            created_at: Timestamp::from_millis(row.created_at),
            closed_at: row.closed_at.map(Timestamp::from_millis),
        }
    }
}
