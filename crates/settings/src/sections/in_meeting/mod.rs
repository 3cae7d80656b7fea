//! `in_meeting`: what can be done inside a meeting, by theme.
pub mod assistant;
pub mod chat;
pub mod general;
pub mod language;
pub mod locks;
pub mod network;
pub mod polling;
pub mod sharing;
pub mod streaming;
pub mod webinar;
