//! Users in the store: rows and statements.
use super::{
    administrators::may_see,
    api::{IncludeField, NO_INVITATION},
    views::{DetailRow, ItemRow, UserItem, UserView},
};
use crate::emails;
use platform::{Addresses, Json, PageWriter, Result, Site};
use std::borrow::Cow;
use storage::{Cell, Row, Sql, Tenant, sql};

/// Which users a list holds.
pub struct ListFilter<'q> {
    /// As rows keep it: `active`, `inactive` or `pending`.
    pub status: &'q str,
    pub role_id: Option<&'q str>,
    /// The name of a license, as `user_licenses` keeps it.
    pub license: Option<&'q str>,
}

const LIST: Sql = sql!(
    "SELECT created_at, id, email, first_name, last_name, display_name, kind, role_id, dept, pmi, timezone, verified, last_login_at,
            last_client_version, assigned, employee_id
     FROM users WHERE account_id = $1 AND status = $2 AND id > $3 ORDER BY id LIMIT $4 OFFSET $5"
);
const LIST_WITH_FIELD: Sql = sql!(
    "SELECT created_at, id, email, first_name, last_name, display_name, kind, role_id, dept, pmi, timezone, verified, last_login_at,
            last_client_version, assigned, employee_id, CASE CAST($6 AS BIGINT) WHEN 1 THEN host_key WHEN 2 THEN custom_attributes END
     FROM users WHERE account_id = $1 AND status = $2 AND id > $3 ORDER BY id LIMIT $4 OFFSET $5"
);
// Keys first: whoever plans it, the index of roles is what finds them.
const LIST_OF_ROLE: Sql = sql!(
    "SELECT u.created_at, u.id, u.email, u.first_name, u.last_name, u.display_name, u.kind, u.role_id, u.dept, u.pmi, u.timezone, u.verified,
            u.last_login_at, u.last_client_version, u.assigned, u.employee_id,
            CASE CAST($6 AS BIGINT) WHEN 1 THEN u.host_key WHEN 2 THEN u.custom_attributes END
     FROM (SELECT k.account_id, k.status, k.id FROM users k
           WHERE k.account_id = $1 AND k.role_id = $7 AND k.status = $2 AND k.id > $3
           ORDER BY k.id LIMIT $4 OFFSET $5) p
     JOIN users u ON u.account_id = p.account_id AND u.status = p.status AND u.id = p.id
     WHERE u.account_id = $1 ORDER BY u.id"
);
// CROSS JOIN keeps the order on SQLite: whoever holds the license is read, and of all users those alone.
const LIST_OF_LICENSE: Sql = sql!(
    "SELECT u.created_at, u.id, u.email, u.first_name, u.last_name, u.display_name, u.kind, u.role_id, u.dept, u.pmi, u.timezone, u.verified,
            u.last_login_at, u.last_client_version, u.assigned, u.employee_id,
            CASE CAST($6 AS BIGINT) WHEN 1 THEN u.host_key WHEN 2 THEN u.custom_attributes END
     FROM user_licenses l CROSS JOIN users u
     WHERE l.account_id = $1 AND l.license = $8 AND l.user_id > $3
       AND u.account_id = $1 AND u.status = $2 AND u.id = l.user_id AND u.role_id = coalesce($7, u.role_id)
     ORDER BY l.user_id LIMIT $4 OFFSET $5"
);
const COUNT: Sql = sql!("SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 AND status = $2");
const COUNT_OF_ROLE: Sql =
    sql!("SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 AND status = $2 AND role_id = $3");
const COUNT_OF_LICENSE: Sql = sql!(
    "SELECT count(*) FROM user_licenses l CROSS JOIN users u
     WHERE l.account_id = $1 AND l.license = $4
       AND u.account_id = $1 AND u.status = $2 AND u.id = l.user_id AND u.role_id = coalesce($3, u.role_id)"
);

// Nearly all that are asked for are active: where one is, nothing is looked for in the other states.
const VIEW: Sql = sql!(
    "SELECT u.id, u.account_id, u.email, u.first_name, u.last_name, u.display_name, u.kind, u.status, u.role_id, r.name, u.dept, u.job_title,
            u.company, u.location, u.manager, u.cost_center, u.cms_user_id, u.timezone, u.language, u.pmi, u.use_pmi, u.vanity_name, u.pic_url,
            u.verified, u.created_at, u.last_login_at, u.last_client_version, u.login_type, u.pronouns, u.pronouns_option, u.phone_numbers,
            u.assigned, u.custom_attributes, u.zoom_one_type, u.employee_id, u.invited_until
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status = 'active' AND u.id = $2
     UNION ALL
     SELECT u.id, u.account_id, u.email, u.first_name, u.last_name, u.display_name, u.kind, u.status, u.role_id, r.name, u.dept, u.job_title,
            u.company, u.location, u.manager, u.cost_center, u.cms_user_id, u.timezone, u.language, u.pmi, u.use_pmi, u.vanity_name, u.pic_url,
            u.verified, u.created_at, u.last_login_at, u.last_client_version, u.login_type, u.pronouns, u.pronouns_option, u.phone_numbers,
            u.assigned, u.custom_attributes, u.zoom_one_type, u.employee_id, u.invited_until
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('inactive', 'pending') AND u.id = $2
     LIMIT 1"
);
// By the email or by the id of its employer; the other is empty, which is nobody's.
const VIEW_BY_NAME: Sql = sql!(
    "SELECT u.id, u.account_id, u.email, u.first_name, u.last_name, u.display_name, u.kind, u.status, u.role_id, r.name, u.dept, u.job_title,
            u.company, u.location, u.manager, u.cost_center, u.cms_user_id, u.timezone, u.language, u.pmi, u.use_pmi, u.vanity_name, u.pic_url,
            u.verified, u.created_at, u.last_login_at, u.last_client_version, u.login_type, u.pronouns, u.pronouns_option, u.phone_numbers,
            u.assigned, u.custom_attributes, u.zoom_one_type, u.employee_id, u.invited_until
     FROM users u JOIN roles r ON r.account_id = u.account_id AND r.id = u.role_id
     WHERE u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = (
           SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
           UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2
           UNION ALL SELECT k.id FROM users k WHERE k.account_id = $1 AND k.employee_id = $3 AND k.employee_id <> ''
           LIMIT 1)"
);
// Of somebody who is expected, another account may keep the email.
const ID_BY_EMAIL: Sql = sql!(
    "SELECT user_id FROM email_index WHERE account_id = $1 AND email = $2
     UNION ALL SELECT user_id FROM expected_users WHERE account_id = $1 AND email = $2"
);
const ID_BY_EMPLOYEE_ID: Sql =
    sql!("SELECT id FROM users WHERE account_id = $1 AND employee_id = $2 AND employee_id <> ''");

/// The column of the field that was asked for, after those of an [`ItemRow`].
const INCLUDED: usize = 16;

/// What a user is asked for by.
pub enum Name<'n> {
    Id(&'n str),
    /// In its form for comparison.
    Email(String),
    /// What its employer gave it.
    EmployeeId(&'n str),
}

impl<'n> Name<'n> {
    /// What a path names it by.
    pub fn in_path(user: &'n str) -> Self {
        if emails::is_email(user) { Name::Email(emails::folded(user)) } else { Name::Id(user) }
    }
}

/// The id of the user that a path names by id or by email. An id is not looked up.
pub fn id_of<'p>(tenant: &Tenant, user: &'p str) -> storage::Result<Option<Cow<'p, str>>> {
    if !emails::is_email(user) {
        return Ok(Some(user.into()));
    }
    Ok(id_by_email(tenant, &emails::folded(user))?.map(Cow::Owned))
}

/// The id of the user with this email, which is in its form for comparison.
pub fn id_by_email(tenant: &Tenant, email: &str) -> storage::Result<Option<String>> {
    tenant.first(ID_BY_EMAIL, &[email.into()], |row| row.get(0))
}

/// The id of the user to whom its employer gave `employee_id`.
pub fn id_by_employee_id(tenant: &Tenant, employee_id: &str) -> storage::Result<Option<String>> {
    tenant.first(ID_BY_EMPLOYEE_ID, &[employee_id.into()], |row| row.get(0))
}

/// Writes the page's rows.
pub fn list<const MAX: i64>(
    tenant: &Tenant,
    filter: &ListFilter<'_>,
    page: &mut PageWriter<UserItem, MAX>,
    include: Option<IncludeField>,
) -> Result<()> {
    let after = page.after().to_owned();
    let field = match include {
        None => 0,
        Some(IncludeField::HostKey) => 1,
        Some(IncludeField::CustomAttributes) => 2,
    };
    let cells: [Cell<'_>; 7] = [
        filter.status.into(),
        (&after).into(),
        page.want().into(),
        page.skip().into(),
        field.into(),
        filter.role_id.into(),
        filter.license.into(),
    ];
    let (statement, bound) = match (filter.license, filter.role_id, include) {
        (Some(_), ..) => (LIST_OF_LICENSE, 7),
        (None, Some(_), _) => (LIST_OF_ROLE, 6),
        (None, None, Some(_)) => (LIST_WITH_FIELD, 5),
        (None, None, None) => (LIST, 4),
    };
    tenant.each(statement, cells.get(..bound).unwrap_or(&cells), &mut |row| {
        let item = ItemRow::read(row)?;
        let included = if include.is_some() { row.get(INCLUDED)? } else { None };
        page.push(item.id(), &item.view(filter.status, include.zip(included)))
    })?;
    Ok(())
}

/// How many users the list holds over all pages: a sum of kept counters, whatever the size of the account. Those who hold a
/// license are counted, each by its key.
pub fn count(tenant: &Tenant, filter: &ListFilter<'_>) -> Result<i64> {
    let status = filter.status.into();
    Ok(match (filter.license, filter.role_id) {
        (Some(license), role) => tenant.number(COUNT_OF_LICENSE, &[status, role.into(), license.into()])?,
        (None, Some(role)) => tenant.number(COUNT_OF_ROLE, &[status, role.into()])?,
        (None, None) => tenant.number(COUNT, &[status])?,
    })
}

/// The answer about one user, in one statement; `None` when there is none that the caller may see, or none that signs in
/// this way.
///
/// # Errors
/// [`NO_INVITATION`] when it waits for an answer to an invitation that has expired.
pub fn view(
    tenant: &Tenant,
    name: &Name<'_>,
    login_type: Option<i64>,
    (site, addresses): (&Site, &Addresses),
) -> Result<Option<Json<UserView>>> {
    let read = |row: &dyn Row| -> storage::Result<Option<Result<Json<UserView>>>> {
        let row = DetailRow::read(row)?;
        if !may_see(tenant, row.id) || login_type.is_some_and(|wanted| wanted != row.login_type) {
            return Ok(None);
        }
        if row.is_invitation_over(tenant.now()) {
            return Ok(Some(Err(NO_INVITATION.into())));
        }
        Ok(Some(Json::of(&row.view(site, addresses, tenant.facts()?.number, tenant.now()))))
    };
    let found = match name {
        Name::Id(id) => tenant.first(VIEW, &[(*id).into()], read),
        Name::Email(email) => tenant.first(VIEW_BY_NAME, &[email.into(), "".into()], read),
        Name::EmployeeId(id) => tenant.first(VIEW_BY_NAME, &["".into(), (*id).into()], read),
    };
    found?.flatten().transpose()
}
