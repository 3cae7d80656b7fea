//! Which privilege an operation takes where its document names none: one of the family of its scope.
use crate::privileges::Privilege;

/// The privilege to read something, and the one to change it.
type Family = [Privilege; 2];

/// By the resource of a granular scope. Contact groups have no privilege of their own; that of IM groups is the nearest.
const TABLE: &[(&str, Family)] = &[
    ("billing", [Privilege::BillingInformationRead, Privilege::BillingInformationEdit]),
    ("contact_group", [Privilege::ImGroupsRead, Privilege::ImGroupsEdit]),
    ("group", [Privilege::GroupRead, Privilege::GroupEdit]),
    ("information_barrier", [Privilege::InformationBarriersRead, Privilege::InformationBarriersEdit]),
    ("role", [Privilege::RoleRead, Privilege::RoleEdit]),
    ("scim2", [Privilege::UserRead, Privilege::UserEdit]),
    ("user", [Privilege::UserRead, Privilege::UserEdit]),
];

/// Any one of these does for an operation with this granular scope, without its level: to read both do, to change the second
/// alone. None for a resource that is not in the table.
pub fn of(scope: &str, is_read: bool) -> &'static [Privilege] {
    let resource = scope.split(':').next().unwrap_or_default();
    let found = TABLE.iter().find(|(name, _)| *name == resource);
    let family = found.map_or(&[][..], |(_, family)| family.as_slice());
    if is_read { family } else { family.get(1..).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_takes_either_of_a_family_and_changing_the_one_to_edit() {
        for (resource, [read, edit]) in TABLE {
            let scope = format!("{resource}:any:thing");
            assert_eq!((of(&scope, true), of(&scope, false)), (&[*read, *edit][..], &[*edit][..]), "{resource}");
            let family = |privilege: &Privilege| privilege.name().split(':').next().map(str::to_owned);
            assert_eq!(family(read), family(edit), "{resource}");
            assert!(read.name().ends_with(":Read") && edit.name().ends_with(":Edit"), "{resource}");
        }
    }

    #[test]
    fn a_resource_that_is_not_in_the_table_has_none() {
        for scope in ["", "users:read:user", "unheard:read:of"] {
            assert!(of(scope, true).is_empty(), "{scope}");
        }
    }
}
