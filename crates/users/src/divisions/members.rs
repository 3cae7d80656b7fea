//! `/divisions/{divisionId}/users`: the users of a division.
use super::{
    api::{DivisionPath, NO_DIVISION},
    placing, store,
    views::{AddedToDivision, DivisionUser, DivisionUserRow},
};
use crate::users::{self, Known};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Sql, Tenant, record, sql};

pub fn operations(api: &mut Api) {
    api.get("/divisions/{divisionId}/users", list)
        .summary("List the users of a division")
        .scope("division:read:member")
        .privilege(&[Privilege::DivisionRead])
        .rate(Rate::Light)
        .fails(&[NO_DIVISION]);
    api.post("/divisions/{divisionId}/users", add)
        .summary("Assign users to a division")
        .scope("division:write:member")
        .privilege(&[Privilege::DivisionEdit])
        .rate(Rate::Medium)
        .fails(&[NO_DIVISION]);
}

const LIST: Sql = sql!(
    "SELECT u.id, u.status, u.display_name, u.email
     FROM (SELECT user_id FROM division_users WHERE account_id = $1 AND division_id = $2 AND user_id > $3
           ORDER BY user_id LIMIT $4 OFFSET $5) d
     JOIN users u ON u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = d.user_id
     WHERE u.account_id = $1 ORDER BY u.id"
);

record! {
    struct UserRow<'r> {
        id: &'r str,
        status: &'r str,
        display_name: &'r str,
        email: &'r str,
    }
}

impl<'r> UserRow<'r> {
    fn view(&self) -> DivisionUserRow<'r> {
        DivisionUserRow {
            user_id: users::shown_id(self.status, self.id),
            user_display_name: self.display_name,
            user_email: self.email,
        }
    }
}

fn list(tenant: &Tenant, Path(path): Path<DivisionPath>, paging: Paging<300>) -> Result<Page<DivisionUser>> {
    let division = store::existing(tenant, &path.division_id)?;
    let mut page = paging.page::<DivisionUser>();
    page.fill(tenant, LIST, &[(&division.id).into()], |row, page| {
        let row = UserRow::read(row)?;
        page.push(row.id, &row.view())
    })?;
    page.finish(division.total_members)
}

#[derive(Deserialize, JsonSchema)]
struct AssignUsers {
    #[schemars(length(min = 1, max = 30))]
    users: Vec<AssignUser>,
}

/// A user, by id or by email.
#[derive(Deserialize, JsonSchema)]
struct AssignUser {
    /// Counts where both are given.
    #[serde(default)]
    user_id: Option<String>,
    /// Without an id it has the form of an email; beside one it may be anything.
    #[serde(default)]
    user_email: Option<String>,
}

impl AssignUser {
    fn given(&self) -> [Option<&str>; 2] {
        [self.user_id.as_deref(), self.user_email.as_deref()]
    }
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<DivisionPath>,
    Body(body): Body<AssignUsers>,
) -> Result<Created<AddedToDivision>> {
    let division = store::existing(tenant, &path.division_id)?;
    let names = users::all_named(["users", "user_id", "user_email"], body.users.iter().map(AssignUser::given))?;
    let users = found(tenant, &names)?;
    placing::assign(tenant, &division.id, &users)?;
    Created::of(&AddedToDivision::now(tenant, &users))
}

/// The users with these names, each once.
///
/// # Errors
/// Every item that names nobody in the account: the document has invalid parameters, and no words for missing users.
fn found(tenant: &Tenant, names: &[&str]) -> Result<Vec<Known>> {
    let (mut found, mut faults) = (Vec::<Known>::with_capacity(names.len()), Vec::new());
    for (place, name) in names.iter().enumerate() {
        match users::find(tenant, name)? {
            None => faults.push(users::invalid(&format!("users[{place}]"))),
            Some(user) if found.iter().any(|known| known.id == user.id) => {}
            Some(user) => found.push(user),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(Error::validation(faults)) }
}
