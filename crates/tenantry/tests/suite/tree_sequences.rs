//! Random trees, users and calls of several owners, held to a small model: what each call answers, what lists hold, and that
//! no answer tells anything of an account out of reach.
mod model;

use crate::{torture, world::World};
use model::{Act, Model};
use proptest::prelude::*;

/// Accounts and users stand for themselves by such numbers, counted round.
const NUMBERS: std::ops::Range<usize> = 0..64;

/// What stands below the two masters at first: below which master, and whether as a second-level master.
fn shapes() -> impl Strategy<Value = Vec<(usize, bool)>> {
    prop::collection::vec((NUMBERS, any::<bool>()), 3..8)
}

/// Who acts, and what it does.
fn acts() -> impl Strategy<Value = (usize, Act)> {
    let maybe = || prop::option::of(NUMBERS);
    let act = prop_oneof![
        2 => (NUMBERS, any::<bool>()).prop_map(|(on, manages)| Act::Switch { on, manages }),
        2 => maybe().prop_map(|below| Act::CreateAccount { below }),
        2 => maybe().prop_map(|below| Act::ListAccounts { below }),
        2 => NUMBERS.prop_map(|on| Act::ShowAccount { on }),
        2 => (NUMBERS, any::<bool>()).prop_map(|(on, by_itself)| Act::SetPayMode { on, by_itself }),
        1 => NUMBERS.prop_map(|on| Act::Leave { on }),
        4 => NUMBERS.prop_map(|on| Act::CreateUser { on }),
        2 => NUMBERS.prop_map(|on| Act::ListUsers { on }),
        3 => (maybe(), NUMBERS).prop_map(|(on, user)| Act::ShowUser { on, user }),
        4 => (maybe(), NUMBERS, NUMBERS).prop_map(|(on, user, to)| Act::MoveUser { on, user, to }),
    ];
    (NUMBERS, act)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: torture::count(12).try_into().unwrap(), max_shrink_iters: 60, failure_persistence: None, ..ProptestConfig::default()
    })]
    #[test]
    fn every_answer_is_the_models_and_tells_nothing_of_an_account_out_of_reach(
        shape in shapes(),
        acts in prop::collection::vec(acts(), 20..50),
    ) {
        let world = World::new();
        let mut model = Model::new(&world, &shape);
        for (by, act) in &acts {
            model.act(*by, *act);
        }
        model.check();
    }
}
