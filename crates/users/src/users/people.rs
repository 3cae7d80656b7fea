//! What other crates ask of a user.
use super::{
    api::Status,
    lock, store,
    user::{self, API_USER, User},
    views::first_phone,
};
use crate::phones;
use storage::{Result, Tenant};

/// A user of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub role_id: String,
    pub is_active: bool,
    /// Made with `custCreate`: it cannot sign in.
    pub is_api_user: bool,
    /// The digits of its first phone number; empty when it has none.
    pub phone: String,
}

/// The user of this account with this email, which is in its form for comparison.
pub fn by_email(tenant: &Tenant, email: &str) -> Result<Option<Person>> {
    let Some(id) = store::id_by_email(tenant, email)? else { return Ok(None) };
    by_id(tenant, &id)
}

/// The user of this account with this id.
pub fn by_id(tenant: &Tenant, id: &str) -> Result<Option<Person>> {
    Ok(user::load(tenant, id)?.map(Person::from))
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Person {
            is_active: user.is(Status::Active),
            is_api_user: user.login_type == API_USER,
            phone: phone_key(&user.phone_numbers),
            id: user.id,
            email: user.email,
            role_id: user.role_id,
        }
    }
}

/// Keeps the user out, or no longer; who is let in again is activated by its account. For the operator plane.
///
/// # Errors
/// [`NO_USER`](super::NO_USER), [`NO_INVITATION`](super::NO_INVITATION), [`OWNER_STAYS_IN`](super::OWNER_STAYS_IN),
/// [`NOT_COME_YET`](super::NOT_COME_YET).
pub fn set_lock(tenant: &mut Tenant, name: &str, on: bool) -> platform::Result<Person> {
    lock::set_lock(tenant, name, on).map(Person::from)
}

/// Whether the platform's owner keeps the user with this id out.
pub fn is_locked(tenant: &Tenant, id: &str) -> Result<bool> {
    lock::is_locked(tenant, id)
}

/// The name of a user of this account, as others see it.
pub fn name_of(tenant: &Tenant, id: &str) -> Result<Option<String>> {
    Ok(user::load(tenant, id)?.map(|user| user.display_name))
}

/// The email of the user with this id; `None` when there is no such user.
pub fn email_of(tenant: &Tenant, id: &str) -> Result<Option<String>> {
    Ok(user::load(tenant, id)?.map(|user| user.email))
}

/// Whether the user with this id holds a paid seat.
pub fn is_licensed(tenant: &Tenant, id: &str) -> Result<bool> {
    Ok(user::load(tenant, id)?.is_some_and(|user| user.kind == billing::LICENSED))
}

/// The digits of the first phone number of a stored list.
pub fn phone_key(list: &str) -> String {
    first_phone(list).map_or_else(String::new, |phone| phones::key(&format!("{}{}", phone.code, phone.number)))
}
