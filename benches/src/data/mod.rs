//! The data that is measured over: trees of a size, the same in every run, filled into the tables directly.
mod columns;
mod postgres;
mod rows;
mod sqlite;

pub use postgres::fill as fill_postgres;
pub use sqlite::ready as ready_sqlite;

/// One master and its subaccounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Data {
    pub name: &'static str,
    /// Users of the first subaccount.
    pub large: usize,
    /// Subaccounts, the first included.
    pub accounts: usize,
    /// Users of each of the others.
    pub small: usize,
    /// Of each subaccount.
    pub plan: &'static str,
}

/// Of accounts that pay nothing.
pub const FREE: &str = "Free";

/// The token that the master's calls carry, with every scope that is measured.
pub const TOKEN: &str = "benches-token-of-the-master-0123456789abcdefgh";
pub const SCOPES: &str = "user:read:list_users:master user:read:user:master user:write:user:master user:read:list_users:admin user:read:user:admin user:write:user:admin billing:write:subscribe_plan:master";

impl Data {
    pub fn master(&self) -> String {
        id(1, 0, 0)
    }
    /// The id of the subaccount with this number.
    pub fn account(&self, account: usize) -> String {
        id(2, account, 0)
    }
    /// The id of a user of that account; number 0 is its owner.
    pub fn user(&self, account: usize, user: usize) -> String {
        id(3, account, user)
    }
    pub fn users_of(&self, account: usize) -> usize {
        if account == 0 { self.large } else { self.small }
    }
}

/// 2025-01-01T00:00:00Z; everybody was made a second apart from there.
const BEGIN: i64 = 1_735_689_600_000;

fn id(kind: u64, account: usize, user: usize) -> String {
    let mut dice = Dice(kind << 56 ^ (account as u64) << 32 ^ user as u64);
    let random = u128::from(dice.roll()) << 64 | u128::from(dice.roll());
    storage::id_of(made_at(user), random)
}

/// Milliseconds UTC.
fn made_at(user: usize) -> i64 {
    BEGIN + user as i64 * 1000
}

/// Numbers that look random and are the same in every run (SplitMix64).
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }
    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }
}
