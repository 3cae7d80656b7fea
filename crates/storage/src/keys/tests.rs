//! Tests of sealing and opening.
use super::{Purpose::*, *};
use proptest::prelude::*;

const FIRST: &str = "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
const SECOND: &str = "k2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

fn keys(lines: &[&str]) -> Keys {
    file::parse(&lines.join("\n")).unwrap()
}

#[test]
fn what_was_sealed_is_opened_with_the_same_purpose_and_data_only() {
    let keys = keys(&[FIRST]);
    let sealed = keys.seal(AppSecret, &[b"account"], b"secret", [7; 24]);
    assert_eq!(sealed.len(), HEADER + 6 + TAG);
    assert_eq!(keys.open(AppSecret, &[b"account"], &sealed).unwrap(), b"secret");
    assert_eq!(keys.open(PageToken, &[b"account"], &sealed), None);
    for other in [&[b"Account".as_slice()][..], &[], &[b"account", b""], &[b"acc", b"ount"], &[b"", b"account"]] {
        assert_eq!(keys.open(AppSecret, other, &sealed), None, "{other:?}");
    }
}

#[test]
fn nothing_of_the_plain_text_is_seen_in_what_is_sealed() {
    let sealed = keys(&[FIRST]).seal(AppSecret, &[], b"plain text", [7; 24]);
    assert!(!sealed.windows(4).any(|run| b"plain text".windows(4).any(|plain| plain == run)));
}

#[test]
fn an_empty_text_is_sealed_and_opened() {
    let keys = keys(&[FIRST]);
    assert_eq!(keys.open(PageToken, &[], &keys.seal(PageToken, &[], b"", [0; 24])).unwrap(), b"");
}

#[test]
fn what_is_too_short_opens_to_nothing() {
    let keys = keys(&[FIRST]);
    let sealed = keys.seal(PageToken, &[], b"", [0; 24]);
    assert_eq!(sealed.len(), 41);
    for length in 0..41 {
        assert_eq!(keys.open(PageToken, &[], &sealed[..length]), None, "{length}");
    }
    assert_eq!(keys.open(PageToken, &[], &[sealed.as_slice(), &[0]].concat()), None);
}

#[test]
fn what_a_former_version_sealed_is_opened_for_ever() {
    let keys = keys(&[FIRST]);
    let hex: String =
        keys.seal(AppSecret, &[b"account"], b"secret", [9; 24]).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "01090909090909090909090909090909090909090909090909e5059cc7c906d5249df4acb32458b4b3aef7befa9664");
    assert_eq!(keys.fingerprint(), "k1-adf96781652f034fff89f0a47e7100c4");
}

#[test]
fn the_first_key_seals_and_all_of_them_open() {
    let (old, new, both, reversed) = (keys(&[FIRST]), keys(&[SECOND]), keys(&[SECOND, FIRST]), keys(&[FIRST, SECOND]));
    let by_old = old.seal(AppSecret, &[], b"old", [1; 24]);
    let by_both = both.seal(AppSecret, &[], b"new", [2; 24]);
    assert_eq!((by_old[0], by_both[0]), (1, 2));
    for keys in [&both, &reversed] {
        assert_eq!(keys.open(AppSecret, &[], &by_old).unwrap(), b"old");
        assert_eq!(keys.open(AppSecret, &[], &by_both).unwrap(), b"new");
    }
    assert_eq!(new.open(AppSecret, &[], &by_both).unwrap(), b"new");
    assert_eq!(new.open(AppSecret, &[], &by_old), None);
    assert_eq!(old.open(AppSecret, &[], &by_both), None);
}

#[test]
fn another_key_of_the_same_number_opens_nothing_and_has_another_fingerprint() {
    let (one, other) = (keys(&[FIRST]), keys(&[&SECOND.replace("k2", "k1")]));
    assert_eq!(other.open(AppSecret, &[], &one.seal(AppSecret, &[], b"x", [1; 24])), None);
    assert_ne!(one.fingerprint(), other.fingerprint());
}

#[test]
fn fingerprints_name_every_key_and_the_newest_first() {
    let (first, second) = (keys(&[FIRST]), keys(&[SECOND]));
    let both = keys(&[SECOND, FIRST]);
    assert_eq!(both.fingerprint(), second.fingerprint());
    assert_eq!(both.fingerprints(), [second.fingerprint(), first.fingerprint()]);
    assert!(first.fingerprint().starts_with("k1-") && first.fingerprint().len() == 35);
}

#[test]
fn an_address_is_known_by_its_signature_to_the_keys_that_signed_it_and_to_no_others() {
    let (old, both) = (keys(&[FIRST]), keys(&[SECOND, FIRST]));
    let signature = old.sign_address(&[b"account", b"file"]);
    assert!(old.has_signed_address(&[b"account", b"file"], &signature));
    assert!(both.has_signed_address(&[b"account", b"file"], &signature));
    assert!(!keys(&[SECOND]).has_signed_address(&[b"account", b"file"], &signature));
    for other in [&[b"accoun".as_slice(), b"tfile"][..], &[b"account"], &[b"account", b"fil"], &[b"file", b"account"]] {
        assert!(!old.has_signed_address(other, &signature), "{other:?}");
    }
    for wrong in [&signature[..15], &[signature.as_slice(), &[0]].concat(), &[]] {
        assert!(!old.has_signed_address(&[b"account", b"file"], wrong), "{}", wrong.len());
    }
}

proptest! {
    #[test]
    fn everything_sealed_is_opened(plain: Vec<u8>, parts: Vec<Vec<u8>>, nonce: [u8; 24], seed: u64) {
        let keys = Keys::for_tests(seed);
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let sealed = keys.seal(PageToken, &parts, &plain, nonce);
        prop_assert_eq!(keys.open(PageToken, &parts, &sealed), Some(plain));
    }

    #[test]
    fn any_bit_that_differs_closes_it(plain in prop::collection::vec(any::<u8>(), 0..40), nonce: [u8; 24], at: prop::sample::Index) {
        let keys = keys(&[FIRST, SECOND]);
        let mut sealed = keys.seal(PageToken, &[b"a", b"b"], &plain, nonce);
        let bit = at.index(sealed.len() * 8);
        sealed[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(keys.open(PageToken, &[b"a", b"b"], &sealed), None);
    }

    #[test]
    fn no_two_lists_of_parts_become_the_same_bytes(one: Vec<Vec<u8>>, other: Vec<Vec<u8>>) {
        let slices = |parts: &[Vec<u8>]| framed(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        prop_assert_eq!(one == other, slices(&one) == slices(&other));
    }
}
