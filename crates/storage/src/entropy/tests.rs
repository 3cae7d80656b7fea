use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

const NOW: i64 = 1_700_000_000_000;

fn streams(number: u64) -> Streams {
    Streams::new(SeedSource::fixed(number).seed())
}
fn everything(streams: &mut Streams) -> Vec<String> {
    vec![
        streams.new_id(NOW),
        streams.new_role_id(NOW),
        streams.new_client_id(),
        streams.new_number(0..1_000_000_000).to_string(),
        streams.new_secret(),
        streams.password(16),
        format!("{:?}", streams.nonce()),
    ]
}

#[test]
fn an_id_is_22_characters_of_base64url_and_a_secret_is_43() {
    let mut streams = streams(7);
    assert!(is_id(&streams.new_id(NOW)) && is_id(&streams.new_client_id()));
    let of = |length| "a".repeat(length);
    assert!(!is_id(&of(21)) && is_id(&of(22)) && !is_id(&of(23)));
    for odd in ["\0", " ", "/", "é", "="] {
        assert!(!is_id(&(of(22 - odd.len()) + odd)), "{odd}");
        assert!(!is_secret(&(of(43 - odd.len()) + odd)), "{odd}");
    }
    assert!(is_secret(&streams.new_secret()));
    assert!(!is_secret(&of(42)) && is_secret(&of(43)) && !is_secret(&of(44)));
}

#[test]
fn ids_are_in_the_order_of_the_moments_that_they_were_given_at() {
    let source = SeedSource::system().unwrap();
    let mut last = String::new();
    for now in [0, 1, 63, 64, NOW, NOW + 1, NOW + 2, (1 << 42) - 1] {
        let id = Streams::new(source.seed()).new_id(now);
        assert!(is_id(&id) && last < id, "{now}: {last} {id}");
        last = id;
    }
}

#[test]
fn ids_of_a_fixed_order_ask_no_clock_and_lie_before_those_that_follow_it() {
    let (source, same) = (SeedSource::fixed(1), SeedSource::fixed(1));
    let id = |source: &SeedSource, now| Streams::new(source.seed()).new_id(now);
    let mut ids = vec![id(&source, NOW), id(&source, 0), id(&source, NOW)];
    assert_eq!(ids, [id(&same, 1), id(&same, 2), id(&same, 3)]);
    source.end_fixed_order().unwrap();
    ids.push(id(&source, NOW));
    assert!(ids.is_sorted());
}

#[test]
fn the_same_seed_gives_the_same_values_in_the_same_order() {
    let (mut one, mut same, mut other) = (streams(7), streams(7), streams(8));
    for _ in 0..3 {
        let values = everything(&mut one);
        assert_eq!(values, everything(&mut same));
        assert!(values.iter().zip(everything(&mut other)).all(|(one, other)| *one != other));
    }
}

#[test]
fn a_seeded_data_set_stays_the_same_from_version_to_version() {
    let values = [
        "LxTOiV-7x7XZ-IO0nQCvX-",
        "RLxTOiV-wDOlWNykY0h66Q-",
        "3GlO1dGCaUnNczVOm2lzWV",
        "733596934",
        "w0SsGu4EA9R4KVYnKiiwWTO5WvP2X3GHvLsM9zrSA4c",
        "4UZuGpKt4A.tJQXz",
    ];
    assert_eq!(everything(&mut streams(42))[..6], values);
}

#[test]
fn ids_do_not_change_when_secrets_are_drawn_nor_the_other_way_round() {
    let (mut plain, mut mixed, mut reversed) = (streams(1), streams(1), streams(1));
    let ids = [plain.new_id(NOW), plain.new_id(NOW)];
    let secrets = [plain.new_secret(), plain.new_secret()];
    let nonce = plain.nonce();
    assert_eq!((mixed.nonce(), mixed.new_secret()), (nonce, secrets[0].clone()));
    assert_eq!(mixed.new_id(NOW), ids[0]);
    assert_eq!(mixed.new_secret(), secrets[1]);
    assert_eq!(mixed.new_id(NOW), ids[1]);
    assert_eq!((reversed.new_secret(), reversed.new_id(NOW)), (secrets[0].clone(), ids[0].clone()));
}

#[test]
fn a_nonce_shows_nothing_of_a_secret_or_an_id_of_the_same_seed() {
    let first = |kind| Streams::new(SeedSource::fixed(5).seed()).bytes::<8>(kind);
    let values: HashSet<_> = [Kind::Id, Kind::Secret, Kind::Nonce].map(first).into();
    assert_eq!(values.len(), 3);
}

#[test]
fn what_was_drawn_before_does_not_change_the_next_value_of_a_kind() {
    let (mut long, mut short) = (streams(3), streams(3));
    long.password(200);
    short.password(8);
    assert_eq!(long.new_secret(), short.new_secret());
}

#[test]
fn ids_and_secrets_have_the_lengths_and_letters_of_the_contract() {
    let mut streams = streams(2);
    for _ in 0..200 {
        let (id, role, client, secret) =
            (streams.new_id(NOW), streams.new_role_id(NOW), streams.new_client_id(), streams.new_secret());
        assert_eq!([id.len(), role.len(), client.len(), secret.len()], [22, 23, 22, 43]);
        assert!(role.starts_with('R') && [&id, &role, &secret].into_iter().all(|text| is_base64url(text)));
        assert!(client.bytes().all(|sign| sign.is_ascii_alphanumeric()));
    }
}

#[test]
fn a_number_stays_within_its_range_and_reaches_both_ends() {
    let mut streams = streams(4);
    let drawn: HashSet<i64> = (0..500).map(|_| streams.new_number(-2..3)).collect();
    assert_eq!(drawn, (-2..3).collect());
    assert_eq!(streams.new_number(9..10), 9);
    assert_eq!(streams.new_number(9..9), 9);
    let whole: HashSet<bool> = (0..50).map(|_| streams.new_number(i64::MIN..i64::MAX) < 0).collect();
    assert_eq!(whole.len(), 2);
}

#[test]
fn numbers_of_one_moment_lie_together_and_those_of_many_in_the_whole_range() {
    let mut streams = Streams::new(SeedSource::system().unwrap().seed());
    let mut draw = |now| streams.new_number_nearby(1_000_000_000..10_000_000_000, now);
    let together: HashSet<i64> = (0..100).map(|_| draw(NOW)).collect();
    assert!(together.len() > 90 && together.iter().map(|number| number / 10_000).collect::<HashSet<_>>().len() == 1);
    let spread: Vec<i64> = [0, 1, 899_999, 900_000, -1].map(|now| draw(now) / 10_000).into();
    assert_eq!(spread, [100_000, 100_001, 999_999, 100_000, 999_999]);
    assert!((5..9).contains(&streams.new_number_nearby(5..9, NOW)));
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "that is the case")]
fn an_empty_range_gives_its_start() {
    assert_eq!(streams(4).new_number(9..8), 9);
    assert_eq!(streams(4).new_number(i64::MAX..i64::MIN), i64::MAX);
}

#[test]
fn a_password_has_no_three_neighbours_that_repeat_or_follow_each_other() {
    for (run, is_found) in [
        (b"aaa", true),
        (b"abc", true),
        (b"cba", true),
        (b"789", true),
        (b"aab", false),
        (b"abd", false),
        (b"ace", false),
        (b"aba", false),
    ] {
        assert_eq!(is_run(run), is_found, "{run:?}");
    }
    assert!(is_strong("Zk4-Zk4-") && is_strong("Aa4-Zk4-"));
    for weak in ["Zk4-aBcd", "Zk4-Zkkk", "zk4-zk4-", "ZK4-ZK4-", "Zkx-Zkx-", "Zk44Zk44"] {
        assert!(!is_strong(weak), "{weak}");
    }
}

#[test]
fn seeds_never_repeat_and_a_fixed_source_repeats_itself() {
    let draw = |source: &SeedSource| (0..100).map(|_| source.seed().bytes).collect::<Vec<_>>();
    let (one, same) = (draw(&SeedSource::fixed(1)), draw(&SeedSource::fixed(1)));
    assert!(one == same);
    let (system, again) = (draw(&SeedSource::system().unwrap()), draw(&SeedSource::system().unwrap()));
    let all: HashSet<_> = [one, draw(&SeedSource::fixed(2)), system, again].concat().into_iter().collect();
    assert_eq!(all.len(), 400);
    assert!(!all.contains(&[0; 32]));
}

#[test]
fn a_fixed_order_that_has_ended_does_not_begin_again() {
    let draw = |source: &SeedSource| (0..20).map(|_| source.seed().bytes).collect::<Vec<_>>();
    let goes_on = draw(&SeedSource::fixed(1));
    let ended = SeedSource::fixed(1);
    assert_eq!(ended.seed().bytes, goes_on[0]);
    ended.end_fixed_order().unwrap();
    assert!(draw(&ended).iter().all(|seed| !goes_on.contains(seed)));
}

#[test]
fn a_source_keeps_no_seed_that_it_has_given() {
    let source = SeedSource::fixed(1);
    let given = std::array::from_fn::<_, 5, _>(|_| source.seed().bytes);
    assert!(source.0.lock().seeds.iter().all(|kept| !given.contains(kept)));
}

#[test]
fn a_seed_is_known_by_a_number_that_does_not_give_it_away() {
    let seed = SeedSource::fixed(1).seed();
    let number = seed.number();
    assert_eq!(number, seed.clone().number());
    let given_away = |bytes: &[u8; 8]| [u64::from_le_bytes(*bytes), u64::from_be_bytes(*bytes)].contains(&number);
    assert!(!seed.bytes.array_windows().any(given_away));
}

proptest! {
    #[test]
    fn every_password_is_strong_and_as_long_as_asked(number: u64, length in 0usize..40) {
        let password = streams(number).password(length);
        prop_assert_eq!(password.len(), length.max(8));
        prop_assert!(is_strong(&password));
    }

    #[test]
    fn a_number_of_any_range_lies_in_it(number: u64, start: i64, end: i64) {
        prop_assume!(start < end);
        prop_assert!((start..end).contains(&streams(number).new_number(start..end)));
    }
}
