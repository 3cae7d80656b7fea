//! The operator plane: what the platform's owner does and no tenant may.
mod accounts;
mod apps;
mod close;
mod domains;
mod events;
mod mails;
mod plan;
mod standing;
mod transfer_codes;
mod user_tokens;
mod worlds;
