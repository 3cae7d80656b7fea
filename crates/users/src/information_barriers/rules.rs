//! What a policy blocks between two groups, and who finds whom for it.
use platform::choice;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

choice! {
    /// Whether a policy is in force: 0 no, 1 yes.
    pub enum Status: number { Disabled = 0, Enabled = 1 }
}
choice! {
    /// Who may approach whom. 0: as the settings say, both ways alike. 1 and 2: people of the first group those of the
    /// second, and not the other way round. 3: everybody.
    pub enum Direction: number { Both = 0, FirstBlocked = 1, First = 2, Open = 3 }
}

/// What people of the two groups cannot do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Blocks {
    /// Call each other.
    pub complete_phone_calls: bool,
    /// Send files in a meeting.
    pub file_transfer: bool,
    /// Chat outside of meetings.
    pub im: bool,
    /// Chat in a meeting.
    pub in_meeting_chat: bool,
    /// Meet at all.
    pub meeting: bool,
    /// Send text messages.
    pub message_via_sms: bool,
    /// Record a meeting in which both are.
    pub recording: bool,
    /// Share a screen in a meeting.
    pub screen_share: bool,
}

/// A policy, as far as it says who finds whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    pub first_group: String,
    pub second_group: String,
    pub blocks: Blocks,
    pub direction: Direction,
    pub status: Status,
}

impl Barrier {
    /// Whether somebody of the group `seen` is not found by somebody of the group `viewer`.
    fn hides(&self, viewer: &str, seen: &str) -> bool {
        let is_between = |one: &str, other: &str| self.first_group == one && self.second_group == other;
        let is_against = match self.direction {
            // Whom one can neither write to nor meet, one does not find.
            Direction::Both => {
                (self.blocks.im || self.blocks.meeting) && (is_between(viewer, seen) || is_between(seen, viewer))
            }
            Direction::FirstBlocked | Direction::First => is_between(seen, viewer),
            Direction::Open => false,
        };
        self.status == Status::Enabled && is_against
    }
}

/// Whether somebody finds somebody else among its contacts. Of the groups that a user is in, the primary one counts;
/// who is in none is behind no barrier.
pub fn may_see(barriers: &[Barrier], viewer: Option<&str>, seen: Option<&str>) -> bool {
    let (Some(viewer), Some(seen)) = (viewer, seen) else { return true };
    !barriers.iter().any(|barrier| barrier.hides(viewer, seen))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};

    const GROUPS: [Option<&str>; 4] = [Some("a"), Some("b"), Some("c"), None];

    fn barrier(first: &str, second: &str, direction: Direction, blocks: Blocks) -> Barrier {
        let [first_group, second_group] = [first, second].map(str::to_owned);
        Barrier { first_group, second_group, blocks, direction, status: Status::Enabled }
    }

    #[test]
    fn a_block_of_meetings_or_of_chat_hides_both_groups_from_each_other_and_nobody_else() {
        let meeting = Blocks { meeting: true, ..Blocks::default() };
        let chat = Blocks { im: true, ..Blocks::default() };
        for blocks in [meeting, chat] {
            let barriers = [barrier("a", "b", Direction::Both, blocks)];
            for viewer in GROUPS {
                for seen in GROUPS {
                    let is_hidden = matches!((viewer, seen), (Some("a"), Some("b")) | (Some("b"), Some("a")));
                    assert_eq!(may_see(&barriers, viewer, seen), !is_hidden, "{viewer:?} {seen:?}");
                }
            }
        }
    }

    #[test]
    fn a_block_inside_of_meetings_or_of_telephony_hides_nobody() {
        let others = Blocks {
            complete_phone_calls: true,
            file_transfer: true,
            in_meeting_chat: true,
            message_via_sms: true,
            recording: true,
            screen_share: true,
            ..Blocks::default()
        };
        assert!(may_see(&[barrier("a", "b", Direction::Both, others)], Some("a"), Some("b")));
    }

    #[test]
    fn where_only_the_first_group_may_approach_the_second_does_not_find_it() {
        for direction in [Direction::FirstBlocked, Direction::First] {
            let barriers = [barrier("a", "b", direction, Blocks::default())];
            assert!(may_see(&barriers, Some("a"), Some("b")));
            assert!(!may_see(&barriers, Some("b"), Some("a")));
        }
    }

    fn barriers() -> impl Strategy<Value = Vec<Barrier>> {
        let one = (
            select(vec!["a", "b", "c"]),
            select(vec!["a", "b", "c"]),
            select(Direction::ALL),
            select(Status::ALL),
            any::<(bool, bool, bool)>(),
        );
        let one = one.prop_map(|(first, second, direction, status, (im, meeting, recording))| Barrier {
            status,
            ..barrier(first, second, direction, Blocks { im, meeting, recording, ..Blocks::default() })
        });
        vec(one, 0..6)
    }

    proptest! {
        #[test]
        fn each_barrier_only_hides_and_one_that_is_not_in_force_or_open_changes_nothing(
            barriers in barriers(), viewer in select(&GROUPS[..]), seen in select(&GROUPS[..]),
        ) {
            let each_alone = barriers.iter().all(|one| may_see(std::slice::from_ref(one), viewer, seen));
            prop_assert_eq!(may_see(&barriers, viewer, seen), each_alone);
            let acts = |one: &&Barrier| one.status == Status::Enabled && one.direction != Direction::Open;
            let acting: Vec<Barrier> = barriers.iter().filter(acts).cloned().collect();
            prop_assert_eq!(may_see(&barriers, viewer, seen), may_see(&acting, viewer, seen));
        }

        #[test]
        fn who_may_approach_as_the_settings_say_finds_and_is_found_alike(
            mut barriers in barriers(), viewer in select(&GROUPS[..]), seen in select(&GROUPS[..]),
        ) {
            barriers.retain(|one| one.direction == Direction::Both);
            prop_assert_eq!(may_see(&barriers, viewer, seen), may_see(&barriers, seen, viewer));
        }

        #[test]
        fn who_is_in_no_group_finds_everybody_and_is_found(barriers in barriers(), other in select(&GROUPS[..])) {
            prop_assert!(may_see(&barriers, None, other) && may_see(&barriers, other, None));
        }
    }
}
