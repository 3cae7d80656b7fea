//! Which accounts the demo has: a university in two tiers, a distributor in three.

/// How an account pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    Free,
    /// Type, spare seats for Licensed users, and seats of webinars for 500.
    Paid {
        account_type: &'static str,
        spare: i64,
        webinars: i64,
    },
}

/// One account of the demo.
#[derive(Debug, Clone, Copy)]
pub struct Planned {
    pub name: &'static str,
    /// What stands before `@` in the owner's email, and names the domain.
    pub slug: &'static str,
    /// The slug of the account above it.
    pub parent: Option<&'static str>,
    pub is_master: bool,
    pub plan: Plan,
    pub pays_itself: bool,
    /// Users beside the owner; the large department has as many as were asked for.
    pub users: Users,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Users {
    Few(u64),
    AsAsked,
}

const BUSINESS_MASTER: Plan = Plan::Paid { account_type: "Business", spare: 50, webinars: 10 };
const BUSINESS: Plan = Plan::Paid { account_type: "Business", spare: 20, webinars: 5 };
const PRO: Plan = Plan::Paid { account_type: "Pro", spare: 5, webinars: 0 };

const fn sub(name: &'static str, slug: &'static str, parent: &'static str, plan: Plan, users: u64) -> Planned {
    Planned { name, slug, parent: Some(parent), is_master: false, plan, pays_itself: false, users: Users::Few(users) }
}
const fn master(name: &'static str, slug: &'static str, parent: Option<&'static str>, plan: Plan) -> Planned {
    Planned { name, slug, parent, is_master: true, plan, pays_itself: false, users: Users::Few(3) }
}

/// From the top down: a parent stands before what is below it.
pub const ACCOUNTS: [Planned; 16] = [
    master("Northfield University", "northfield", None, BUSINESS_MASTER),
    Planned { users: Users::AsAsked, ..sub("Northfield Engineering", "engineering", "northfield", BUSINESS, 0) },
    sub("Northfield Medicine", "medicine", "northfield", BUSINESS, 12),
    sub("Northfield Law", "law", "northfield", BUSINESS, 8),
    sub("Northfield Library", "library", "northfield", BUSINESS, 5),
    Planned { pays_itself: true, ..sub("Northfield Press", "press", "northfield", BUSINESS, 4) },
    sub("Northfield Alumni Club", "alumni", "northfield", Plan::Free, 3),
    master("Meridian Distribution", "meridian", None, BUSINESS_MASTER),
    master("Harbor Resale", "harbor", Some("meridian"), BUSINESS),
    sub("Blue Kiln Studio", "bluekiln", "harbor", PRO, 4),
    sub("Orchard Clinic", "orchard", "harbor", PRO, 6),
    sub("Tidewater Logistics", "tidewater", "harbor", PRO, 3),
    master("Summit Resale", "summit", Some("meridian"), BUSINESS),
    sub("Granite Works", "granite", "summit", PRO, 5),
    sub("Juniper Schools", "juniper", "summit", PRO, 7),
    sub("Lantern Theatre", "lantern", "summit", PRO, 2),
];
