//! Devices without a browser (RFC 8628): their codes, and the page on which people enter them.
pub mod codes;
pub mod misses;
pub mod page;
mod request;

use crate::{
    clients::{BAD_CLIENT, NOT_FOR_THIS_APP},
    grants::NOT_APPROVED,
};
use platform::Api;

pub fn operations(api: &mut Api) {
    api.post("/devicecode", request::request)
        .summary("Get codes for a device without a browser")
        .silent("codes are issued like tokens; what comes of them leaves its own event")
        .fails(&[BAD_CLIENT, NOT_FOR_THIS_APP, NOT_APPROVED, request::TOO_MANY]);
}
