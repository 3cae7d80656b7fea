//! Tests of the key file.
use super::*;
use crate::{Purpose, Streams, entropy::SeedSource};
use tempfile::TempDir;

const FIRST: &str = "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
const SECOND: &str = "k2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

fn keys(lines: &[&str]) -> Keys {
    parse(&lines.join("\n")).unwrap()
}
fn fault(lines: &[&str]) -> String {
    parse(&lines.join("\n")).err().unwrap_or_default()
}
fn streams(number: u64) -> Streams {
    Streams::new(SeedSource::fixed(number).seed())
}
fn file(folder: &TempDir, text: &str, mode: u32) -> std::path::PathBuf {
    let path = folder.path().join("keys");
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

#[test]
fn a_file_may_have_comments_empty_lines_and_blanks() {
    let plain = keys(&[SECOND, FIRST]);
    let spaced = keys(&["# newest", "", &format!("  {SECOND}\t"), "   # older", &format!("{FIRST}\r"), ""]);
    assert_eq!(plain.fingerprints(), spaced.fingerprints());
}

#[test]
fn the_number_of_a_key_is_1_to_255() {
    let body = &FIRST[2..];
    for (number, is_taken) in
        [("0", false), ("1", true), ("255", true), ("256", false), ("-1", false), ("", false), ("x", false)]
    {
        assert_eq!(parse(&format!("k{number}{body}")).is_ok(), is_taken, "{number}");
    }
}

#[test]
fn a_key_has_32_bytes() {
    for (length, is_taken) in [(0, false), (31, false), (32, true), (33, false), (64, false)] {
        let line = format!("k1:{}", URL_SAFE_NO_PAD.encode(vec![5; length]));
        assert_eq!(parse(&line).is_ok(), is_taken, "{length}");
    }
}

#[test]
fn a_line_that_is_no_key_is_named_by_its_place_and_never_shown() {
    for line in ["AQEBAQEBAQEBAQ", "k1=AQEBAQEBAQEBAQ", &format!("{FIRST}="), &FIRST.replace("QE", "/+")] {
        let told = fault(&["# keys", FIRST.replace("k1", "k9").as_str(), line]);
        assert!(told.starts_with("line 3 is no key") && !told.contains("QEB") && !told.contains('\n'), "{told}");
    }
}

#[test]
fn two_keys_of_one_number_are_refused() {
    assert!(fault(&[FIRST, SECOND, &SECOND.replace("Ag", "Aw")]).starts_with("line 3 gives k2 a second time"));
}

#[test]
fn a_file_without_a_key_is_refused() {
    for text in ["", "\n", "# k1:AQEB"] {
        assert!(fault(&[text]).starts_with("holds no key"), "{text:?}");
    }
}

#[test]
fn a_file_that_others_may_touch_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for (mode, is_taken) in [
        (0o600, true),
        (0o400, true),
        (0o700, true),
        (0o640, false),
        (0o620, false),
        (0o604, false),
        (0o601, false),
        (0o644, false),
    ] {
        let path = file(&folder, FIRST, mode);
        let told = Keys::load(&path).err().map(|fault| fault.to_string()).unwrap_or_default();
        assert_eq!(told.is_empty(), is_taken, "{mode:o}: {told}");
        assert!(is_taken || told.ends_with(&format!("chmod 600 {}", path.display())), "{told}");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_missing_file_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let told = Keys::load(&folder.path().join("none")).err().unwrap().to_string();
    assert!(told.starts_with("cannot read the keys in ") && told.contains("none") && !told.contains('\n'), "{told}");
}

#[test]
fn a_new_file_holds_one_key_for_its_owner_only_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(folder.path().join("keys.new"), "left over").unwrap();
    let made = Keys::create(&path, &mut streams(1)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let loaded = Keys::load(&path).unwrap();
    assert_eq!(made.fingerprints(), loaded.fingerprints());
    let sealed = made.seal(Purpose::AppSecret, &[], b"x", [1; 24]);
    assert_eq!(loaded.open(Purpose::AppSecret, &[], &sealed).unwrap(), b"x");
}

#[test]
fn every_new_file_holds_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str| Keys::create(&folder.path().join(name), &mut streams(name.len() as u64)).unwrap();
    assert_ne!(make("a").fingerprint(), make("bb").fingerprint());
}

#[test]
fn keys_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FIRST, 0o600);
    let told = Keys::create(&path, &mut streams(1)).err().unwrap().to_string();
    assert!(told.ends_with("exists; keys are never overwritten"), "{told}");
    assert_eq!(fs::read_to_string(path).unwrap(), FIRST);
}

#[test]
fn a_file_that_cannot_be_written_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let told = Keys::create(&folder.path().join("no/keys"), &mut streams(1)).err().unwrap().to_string();
    assert!(told.starts_with("cannot write ") && !told.contains('\n'), "{told}");
}
