//! `/pages/signin` and what follows it: people who sign in with a browser.
mod browser;
mod confirmation;
mod forms;
mod managed_domain;
mod passwords;
pub mod provider;
mod races;
mod sessions;
mod settings;
mod single_sign_on;
mod throttle;
mod two_factor;
mod walks;

pub use browser::{Browser, csrf};
pub use two_factor::{App, shown_codes, take};

use crate::{
    server::{Setup, TestClock},
    world::World,
};
use platform::Gate;
use std::sync::Arc;

pub const SIGN_IN: &str = "/pages/signin";
pub const HOME: &str = "/pages/account";
pub const FAILED: &str = "Email or password is not right.";
pub const TOO_OFTEN: &str = "Signing in has failed too often. Try again in 15 minutes.";

/// A world on a platform behind a proxy, whose clock is the test's.
pub fn clocked() -> (World, Arc<TestClock>) {
    let clock = TestClock::new();
    let gate = Gate { proxies: 1, ..Gate::default() };
    (World::with(Setup { clock: clock.clone(), gate, ..Setup::default() }), clock)
}
