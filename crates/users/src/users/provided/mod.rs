//! What other products keep for users: meeting templates, summary templates and collaboration devices. Users read it here;
//! the operator plane stands for those products and provides it.
mod api;
mod items;
mod provide;
mod settings;
mod store;

pub use api::operations;
pub use items::{CollaborationDevice, MeetingTemplate, SummaryTemplate};
pub use provide::{NO_ROOM, Provided, UNKNOWN_ITEM, hand_on, provide};
pub use store::{Item, MOST, carry, forget, of};
