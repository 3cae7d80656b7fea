//! What people decide about apps with a browser: whether one may act for them, and as what.
mod answer;
pub mod asked;
mod authorize;
pub mod pages;
pub mod person;

use crate::device;
use platform::{Api, Failure};

pub fn operations(api: &mut Api) {
    api.get("/authorize", authorize::show)
        .summary("Ask a user to authorise an app")
        .fails(asked::FAILURES)
        .fails(person::FAILURES);
    api.post("/authorize", authorize::decide)
        .summary("Decide about an app")
        .fails(asked::FAILURES)
        .fails(person::FAILURES);
    api.get("/device", device::page::show).summary("Show where the code of a device is entered");
    api.post("/device", device::page::enter)
        .summary("Enter the code of a device, and decide about its app")
        .fails(&[device::page::TOO_MANY])
        .fails(person::FAILURES);
}

/// An app that is unknown, switched off or of a kind that nobody authorises: nobody is sent to an address that it names.
pub const NO_APP: Failure = Failure::new(400, 4702, "Invalid client.");
