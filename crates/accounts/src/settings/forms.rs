//! The forms of bodies and answers, as the document shows them.
use platform::Forms;
use serde_json::Value;
use settings::{Level, schema};

macro_rules! forms {
    ($($name:ident of $schemas:ident;)*) => { $(
        pub struct $name;
        impl Forms for $name {
            const NAME: &'static str = stringify!($name);
            fn schemas() -> Vec<Value> {
                schema::$schemas(Level::Account)
            }
        }
    )* };
}
forms! {
    AccountSettings of answers;
    SetAccountSettings of bodies;
    AccountLocks of locks_answers;
    SetAccountLocks of locks_bodies;
    AccountRegistration of registration_answers;
    SetAccountRegistration of registration_bodies;
}
