//! What a role lets its holders do, and what somebody may give away: nothing that it does not hold itself.
use platform::{Privilege, PrivilegeSet, choice};

choice! {
    /// How a holder of the role acts inside a subaccount: 1 as its owner, 2 with the privileges of the role, 3 with a list of its own.
    pub enum SecondLevel: number { AsOwner = 1, AsHere = 2, Listed = 3 }
}

/// What a role gives, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grants {
    /// In the account of the role.
    pub here: PrivilegeSet,
    pub second_level: SecondLevel,
    /// In subaccounts, for [`SecondLevel::Listed`]; without effect at another level.
    pub listed: PrivilegeSet,
}

/// What somebody can do. A privilege in a subaccount is worth what `SubAccount:Read` or `SubAccount:Edit` lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Power {
    here: PrivilegeSet,
    reads_below: PrivilegeSet,
    changes_below: PrivilegeSet,
}

impl Grants {
    /// Those of the member role, and of a role that has yet to be made.
    pub const NONE: Grants =
        Grants { here: PrivilegeSet::EMPTY, second_level: SecondLevel::AsHere, listed: PrivilegeSet::EMPTY };
    /// Those of the owner's role.
    pub const OWNER: Grants =
        Grants { here: PrivilegeSet::ALL, second_level: SecondLevel::AsOwner, listed: PrivilegeSet::EMPTY };

    /// In a subaccount, once something lets the holder into it.
    fn below(&self) -> PrivilegeSet {
        match self.second_level {
            SecondLevel::AsOwner => PrivilegeSet::ALL,
            SecondLevel::AsHere => self.here,
            SecondLevel::Listed => self.listed,
        }
    }
    fn power(&self) -> Power {
        let edits = self.here.contains(Privilege::SubAccountEdit);
        let reads = edits || self.here.contains(Privilege::SubAccountRead);
        let below = |is_let_in: bool| if is_let_in { self.below() } else { PrivilegeSet::EMPTY };
        Power { here: self.here, reads_below: below(reads), changes_below: below(edits) }
    }
}

impl Power {
    fn covers(&self, other: &Power) -> bool {
        other.here.is_subset(&self.here)
            && other.reads_below.is_subset(&self.reads_below)
            && other.changes_below.is_subset(&self.changes_below)
    }
    /// What is in this one and not in the other.
    fn beyond(&self, other: &Power) -> Power {
        Power {
            here: self.here.difference(other.here),
            reads_below: self.reads_below.difference(other.reads_below),
            changes_below: self.changes_below.difference(other.changes_below),
        }
    }
}

/// Somebody who manages roles, as strong as it is in the account that it does so in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Giver {
    power: Power,
    second_level: SecondLevel,
    /// What it may put into `second_level`, used or not.
    below: PrivilegeSet,
}

impl Giver {
    /// The platform, and whoever owns the account.
    pub fn unlimited() -> Self {
        Giver::here(Grants::OWNER)
    }
    /// A holder of a role of the account itself.
    pub fn here(role: Grants) -> Self {
        Giver { power: role.power(), second_level: role.second_level, below: role.below() }
    }
    /// Somebody of an account above, to whom `granted` is open in this account and in those below it alike.
    pub fn above(granted: PrivilegeSet) -> Self {
        let second_level = if granted == PrivilegeSet::ALL { SecondLevel::AsOwner } else { SecondLevel::AsHere };
        let power = Power { here: granted, reads_below: granted, changes_below: granted };
        Giver { power, second_level, below: granted }
    }
    /// Whether a role may be made of `before` into `after`: what its holders gain is held by the giver, and so is what they
    /// would gain as soon as somebody lets them into subaccounts.
    pub fn may_change(&self, before: &Grants, after: &Grants) -> bool {
        self.power.covers(&after.power().beyond(&before.power())) && self.may_set_second_level(before, after)
    }
    fn may_set_second_level(&self, before: &Grants, after: &Grants) -> bool {
        if (before.second_level, before.listed) == (after.second_level, after.listed) {
            return true;
        }
        // 1 is the strongest level.
        let level = after.second_level.number();
        let is_raised = level < before.second_level.number() && level < self.second_level.number();
        // The list too, even at a level that leaves it without effect: somebody stronger may raise the level later.
        let given = after.below().difference(before.below()).union(after.listed.difference(before.listed));
        !is_raised && given.is_subset(&self.below)
    }
    /// Whether a role may be given to somebody: the giver holds all of it.
    pub fn may_assign(&self, role: &Grants) -> bool {
        self.power.covers(&role.power())
    }
    /// Whether a role may be narrowed, renamed, deleted or taken from somebody: the giver is at least as strong, or has the
    /// privilege `by` that the published list of privileges names for it.
    pub fn may_manage(&self, role: &Grants, by: Privilege) -> bool {
        self.power.here.contains(by) || self.power.covers(&role.power())
    }
}

#[cfg(test)]
mod tests {
    use super::{
        SecondLevel::{AsHere, AsOwner, Listed},
        *,
    };
    use platform::Privilege::{DashboardRead, RoleEdit, SubAccountEdit, SubAccountRead, UserEdit, UserRead};
    use proptest::{collection::vec, prelude::*, sample::subsequence};
    use std::collections::BTreeSet;

    fn set(privileges: &[Privilege]) -> PrivilegeSet {
        privileges.iter().copied().collect()
    }
    fn role(here: &[Privilege], second_level: SecondLevel, listed: &[Privilege]) -> Grants {
        Grants { here: set(here), second_level, listed: set(listed) }
    }
    fn may(giver: Grants, before: Grants, after: Grants) -> bool {
        Giver::here(giver).may_change(&before, &after)
    }

    #[test]
    fn a_privilege_that_the_giver_lacks_is_not_given_and_one_that_the_role_had_is_kept() {
        let giver = role(&[RoleEdit, UserRead], AsHere, &[]);
        let strong = role(&[UserEdit], AsHere, &[]);
        assert!(may(giver, Grants::NONE, role(&[UserRead], AsHere, &[])));
        assert!(!may(giver, Grants::NONE, role(&[UserRead, UserEdit], AsHere, &[])));
        assert!(may(giver, strong, role(&[UserEdit, UserRead], AsHere, &[])));
        assert!(may(giver, strong, Grants::NONE));
    }

    #[test]
    fn a_way_into_subaccounts_is_not_opened_to_privileges_that_the_giver_lacks_there() {
        let giver = role(&[RoleEdit, SubAccountEdit, UserRead], Listed, &[UserRead]);
        assert!(may(giver, Grants::NONE, role(&[SubAccountEdit, UserRead], Listed, &[UserRead])));
        assert!(!may(giver, Grants::NONE, role(&[SubAccountEdit, UserRead], AsHere, &[])));
        for dormant in [role(&[UserEdit], AsHere, &[]), role(&[], AsOwner, &[]), role(&[], Listed, &[UserEdit])] {
            let opened = Grants { here: dormant.here.union(set(&[SubAccountEdit])), ..dormant };
            assert!(!may(giver, dormant, opened), "{dormant:?}");
        }
    }

    #[test]
    fn reading_below_is_not_made_into_changing_below_by_somebody_who_may_not() {
        let giver = role(&[RoleEdit, SubAccountEdit], AsHere, &[]);
        let reader = role(&[SubAccountRead, UserEdit], AsHere, &[]);
        assert!(!may(giver, reader, role(&[SubAccountRead, SubAccountEdit, UserEdit], AsHere, &[])));
    }

    #[test]
    fn the_second_level_is_not_raised_above_the_givers_own_not_even_where_nothing_uses_it_yet() {
        let of = |level| role(&[RoleEdit], level, &[]);
        for (giver, given, is_allowed) in [
            (AsOwner, AsOwner, true),
            (AsOwner, AsHere, true),
            (AsHere, AsOwner, false),
            (AsHere, AsHere, true),
            (AsHere, Listed, true),
            (Listed, AsOwner, false),
            (Listed, AsHere, false),
            (Listed, Listed, true),
        ] {
            let before = role(&[], Listed, &[]);
            assert_eq!(
                may(of(giver), before, Grants { second_level: given, ..before }),
                is_allowed,
                "{giver:?} {given:?}"
            );
        }
    }

    #[test]
    fn a_list_for_subaccounts_holds_what_the_giver_may_do_there() {
        let giver = role(&[RoleEdit], Listed, &[UserRead]);
        assert!(may(giver, Grants::NONE, role(&[], Listed, &[UserRead])));
        assert!(!may(giver, Grants::NONE, role(&[], Listed, &[UserEdit])));
        assert!(!may(giver, Grants::NONE, role(&[], AsHere, &[UserEdit])));
    }

    #[test]
    fn a_stronger_role_is_neither_assigned_nor_managed_but_by_who_has_the_privilege_for_it() {
        let (weak, strong) = (role(&[UserRead], AsHere, &[]), role(&[UserRead, DashboardRead], AsHere, &[]));
        let giver = Giver::here(weak);
        assert!(giver.may_assign(&weak) && giver.may_manage(&weak, RoleEdit));
        assert!(!giver.may_assign(&strong) && !giver.may_manage(&strong, RoleEdit));
        let manager = Giver::here(role(&[RoleEdit], AsHere, &[]));
        assert!(manager.may_manage(&strong, RoleEdit) && !manager.may_assign(&strong));
    }

    #[test]
    fn somebody_above_gives_what_is_open_to_it_here() {
        let giver = Giver::above(set(&[UserRead, SubAccountEdit]));
        assert!(giver.may_assign(&role(&[UserRead, SubAccountEdit], AsHere, &[])));
        assert!(!giver.may_assign(&role(&[UserEdit], AsHere, &[])));
        assert!(!giver.may_change(&Grants::NONE, &role(&[], AsOwner, &[])));
        assert!(Giver::above(PrivilegeSet::ALL).may_change(&Grants::NONE, &Grants::OWNER));
    }

    /// What a holder can do, one by one: an obvious second writing that knows no [`Power`].
    fn deeds(role: &Grants) -> BTreeSet<(&'static str, Privilege)> {
        let mut deeds: BTreeSet<_> = role.here.iter().map(|privilege| ("here", privilege)).collect();
        for &privilege in Privilege::ALL {
            let is_granted = match role.second_level.number() {
                1 => true,
                2 => role.here.contains(privilege),
                _ => role.listed.contains(privilege),
            };
            if is_granted && role.here.contains(SubAccountEdit) {
                deeds.extend([("read below", privilege), ("change below", privilege)]);
            } else if is_granted && role.here.contains(SubAccountRead) {
                deeds.insert(("read below", privilege));
            }
        }
        deeds
    }

    fn sets() -> impl Strategy<Value = PrivilegeSet> {
        let some = vec![UserRead, UserEdit, RoleEdit, SubAccountRead, SubAccountEdit, DashboardRead];
        let all = some.len();
        subsequence(some, 0..=all).prop_map(|chosen| set(&chosen))
    }
    fn roles() -> impl Strategy<Value = Grants> {
        (sets(), prop::sample::select(SecondLevel::ALL), sets()).prop_map(|(here, second_level, listed)| Grants {
            here,
            second_level,
            listed,
        })
    }

    #[derive(Clone, Debug)]
    enum Act {
        Change(usize, Grants),
        Assign(usize, usize),
    }
    fn acts() -> impl Strategy<Value = (usize, Act)> {
        let act = prop_oneof![
            (0..4usize, roles()).prop_map(|(role, after)| Act::Change(role, after)),
            (0..4usize, 0..4usize).prop_map(|(role, user)| Act::Assign(role, user)),
        ];
        (0..4usize, act)
    }

    proptest! {
        #[test]
        fn no_sequence_of_changes_and_assignments_gives_anybody_what_the_acting_user_did_not_hold(
            mut roles in vec(roles(), 4),
            mut users in vec(0..4usize, 4),
            acts in vec(acts(), 1..40),
        ) {
            for (actor, act) in acts {
                let giver = Giver::here(roles[users[actor]]);
                let held = deeds(&roles[users[actor]]);
                let before: Vec<_> = users.iter().map(|&role| deeds(&roles[role])).collect();
                match act {
                    Act::Change(role, after) if giver.may_change(&roles[role], &after) => roles[role] = after,
                    Act::Assign(role, user) if giver.may_assign(&roles[role]) => users[user] = role,
                    _ => {}
                }
                for (user, before) in before.iter().enumerate() {
                    let gained: BTreeSet<_> = deeds(&roles[users[user]]).difference(before).copied().collect();
                    prop_assert!(gained.is_subset(&held), "user {} gained {:?}", user, gained.difference(&held));
                }
            }
        }

        #[test]
        fn what_one_holds_one_may_give_in_full(role in roles()) {
            prop_assert!(Giver::here(role).may_assign(&role));
            prop_assert!(Giver::unlimited().may_change(&Grants::NONE, &role));
        }
    }
}
