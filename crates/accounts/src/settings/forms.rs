//! The forms of bodies and answers, as the document shows them.
use platform::forms;
use settings::{Level, schema};

forms! {
    pub struct AccountSettings: schema::answers(Level::Account);
    pub struct SetAccountSettings: schema::bodies(Level::Account);
    pub struct AccountLocks: schema::locks_answers(Level::Account);
    pub struct SetAccountLocks: schema::locks_bodies(Level::Account);
    pub struct AccountRegistration: schema::registration_answers(Level::Account);
    pub struct SetAccountRegistration: schema::registration_bodies(Level::Account);
}
