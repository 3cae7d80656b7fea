//! What a password must be like. Pure: reuse of former passwords and hashing are elsewhere.

/// The longest password that is looked at, in characters. Forms take it whatever the account asks: browsers cut what is longer
/// without a word.
pub const LONGEST: usize = 1024;

/// What an account asks of passwords. Its settings change the fields (`users::settings`); nothing is looked up here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// In characters.
    pub minimum_length: usize,
    /// In characters, itself allowed.
    pub maximum_length: usize,
    /// The shortest run of one character that is refused; 0 allows any.
    pub repeated_run: usize,
    /// The shortest run of following characters that is refused; 0 allows any.
    pub consecutive_run: usize,
    pub needs_special: bool,
    /// Refuses passwords that are a common word in disguise (`weak_enhance_detection` in the settings).
    pub refuses_common_words: bool,
}

impl Policy {
    /// For the owner that is created with an account. Refused runs have the length of the examples in the published
    /// refusals, `aaaaaa` and `abc` or `123`.
    pub const OWNER: Policy = Policy {
        minimum_length: 8,
        maximum_length: 32,
        repeated_run: 6,
        consecutive_run: 3,
        needs_special: false,
        refuses_common_words: false,
    };

    /// For users of an account: here the published refusal says `abcdef` or `123456`, and the setting
    /// `consecutive_characters_length` (4 to 8) would have nothing to tighten if shorter runs were refused anyway.
    pub const USER: Policy = Policy { consecutive_run: 6, ..Policy::OWNER };
}

/// What is wrong with a password. The order is the order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Fewer characters than this (1124).
    TooShort(usize),
    /// More characters than this.
    TooLong(usize),
    /// A run of one character (1130).
    Repeated,
    /// A run of characters each of which follows the one before it (1131).
    Consecutive,
    /// No letter of any script (1125).
    NoLetter,
    /// No digit 0-9 (1126).
    NoDigit,
    /// Letters, but not both upper and lower case (1128).
    NoCaseMix,
    /// Only letters, digits, blanks and control characters, where a special one is asked for (1127).
    NoSpecial,
    /// A common word, with signs for letters or digits behind it at most (1136).
    Guessable,
}

/// Everything that is wrong with a password, in the order of precedence; empty when it may be used.
///
/// A run is counted without regard to case. Characters are consecutive when they go up by one within a-z or 0-9
/// (`aBc`, `789`); downwards (`cba`), across the end (`yza`, `890`) and along a keyboard (`qwe`) they are not:
/// the published examples go up, and a word such as `response` has three letters downwards.
pub fn check(policy: &Policy, password: &str) -> Vec<Fault> {
    let length = password.chars().count();
    let folded: Vec<char> = password.chars().map(|c| c.to_ascii_lowercase()).collect();
    let has = |kind: fn(char) -> bool| password.chars().any(kind);
    let has_letter = has(char::is_alphabetic);
    let faults = [
        (length < policy.minimum_length, Fault::TooShort(policy.minimum_length)),
        (length > policy.maximum_length, Fault::TooLong(policy.maximum_length)),
        (has_run(&folded, policy.repeated_run, |before, after| before == after), Fault::Repeated),
        (has_run(&folded, policy.consecutive_run, follows), Fault::Consecutive),
        (!has_letter, Fault::NoLetter),
        (!has(|c| c.is_ascii_digit()), Fault::NoDigit),
        (has_letter && !(has(char::is_uppercase) && has(char::is_lowercase)), Fault::NoCaseMix),
        (policy.needs_special && !has(is_special), Fault::NoSpecial),
        (policy.refuses_common_words && is_common(password), Fault::Guessable),
    ];
    faults.into_iter().filter_map(|(is_wrong, fault)| is_wrong.then_some(fault)).collect()
}

/// Whether some `shortest` neighbours in a row are joined.
fn has_run(characters: &[char], shortest: usize, is_joined: fn(char, char) -> bool) -> bool {
    shortest > 0
        && characters.windows(shortest).any(|run| run.iter().zip(run.iter().skip(1)).all(|(&a, &b)| is_joined(a, b)))
}

fn follows(before: char, after: char) -> bool {
    let of_one_kind = (before.is_ascii_lowercase() && after.is_ascii_lowercase())
        || (before.is_ascii_digit() && after.is_ascii_digit());
    of_one_kind && before as u32 + 1 == after as u32
}

fn is_special(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()
}

/// Words that lists of stolen passwords begin with.
const COMMON_WORDS: &str = "\
    abc access admin administrator baseball changeme computer default dragon flower football freedom guest hello \
    iloveyou letmein login lovely master michael monkey mustang pass passwd password princess qazwsx qwerty \
    qwertyuiop root secret shadow starwars summer sunshine superman test trustno user welcome whatever winter \
    zoom";

/// Whether nothing but a common word is left without what stands behind the last letter and with letters for the signs
/// that look like them: `P@ssw0rd2024!` is `password`.
fn is_common(password: &str) -> bool {
    let word: String = password.trim_end_matches(|c: char| !c.is_alphabetic()).chars().map(plain).collect();
    COMMON_WORDS.split_ascii_whitespace().any(|common| common == word)
}

fn plain(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::Fault::*;
    use super::*;
    use proptest::prelude::*;

    const ALL_RULES: Policy = Policy { needs_special: true, refuses_common_words: true, ..Policy::OWNER };

    #[test]
    fn ordinary_passwords_pass() {
        for password in
            ["Passw0rd!x", "if42!LfH@", "Tr0ub4dor&3", "Correct-Horse-7", "S3cure!Pass", "Zürich 4 ever", "Ab1xAb1x"]
        {
            assert_eq!(check(&Policy::OWNER, password), [], "{password}");
            assert_eq!(check(&Policy::USER, password), [], "{password}");
        }
        assert_eq!(check(&ALL_RULES, "Passw0rd!x"), []);
    }

    #[test]
    fn the_length_counts_characters_and_both_ends_are_allowed() {
        let of = |length: usize| "xK4é".chars().cycle().take(length).collect::<String>();
        for (length, faults) in
            [(7, vec![TooShort(8)]), (8, vec![]), (9, vec![]), (31, vec![]), (32, vec![]), (33, vec![TooLong(32)])]
        {
            assert_eq!(check(&Policy::OWNER, &of(length)), faults, "{length}");
        }
        let longer = Policy { minimum_length: 14, ..Policy::USER };
        assert_eq!(check(&longer, &of(13)), [TooShort(14)]);
        assert_eq!(check(&longer, &of(14)), []);
    }

    #[test]
    fn a_run_of_six_equal_characters_is_refused_in_any_case() {
        for (password, is_refused) in [
            ("xK4aaaaa", false),
            ("xK4aaaaaa", true),
            ("xK4aaaaaaa", true),
            ("x4aAaAaA", true),
            ("xK4aaaaabaaa", false),
            ("xK4!!!!!!", true),
        ] {
            assert_eq!(check(&Policy::USER, password) == [Repeated], is_refused, "{password}");
        }
    }

    #[test]
    fn an_owners_password_has_no_three_consecutive_characters() {
        for (password, is_refused) in [
            ("xK4-ab-12", false),
            ("xK4-abc", true),
            ("xK4-aBc", true),
            ("xK-4123", true),
            ("xK-1234", true),
            ("xK4-XYZ!", true),
            ("xK-7789!", true),
            ("xK4-cba-321", false),
            ("xK4-yza", false),
            ("xK4-890-", false),
            ("xK4-9ab-", false),
            ("xK4-qwe-", false),
            ("xK4-a1b2c3", false),
            ("xK4-ÀÁÂ-", false),
            ("xK4-+,-.", false),
        ] {
            let padded = format!("{password}~~");
            assert_eq!(check(&Policy::OWNER, &padded) == [Consecutive], is_refused, "{password}");
        }
    }

    #[test]
    fn a_users_password_has_no_six_consecutive_characters() {
        for (password, is_refused) in
            [("xK4-abcde-", false), ("xK4-abcdef", true), ("xK-123456-", true), ("xK-1234567", true)]
        {
            assert_eq!(check(&Policy::USER, password) == [Consecutive], is_refused, "{password}");
        }
        let tightened = Policy { consecutive_run: 4, ..Policy::USER };
        assert_eq!(check(&tightened, "abC1x@8fdh"), []);
        assert_eq!(check(&tightened, "abCd1x@8fdh"), [Consecutive]);
    }

    #[test]
    fn a_run_of_length_0_allows_everything() {
        let free = Policy { repeated_run: 0, consecutive_run: 0, ..Policy::OWNER };
        assert_eq!(check(&free, "Aaaaaaa123456789"), []);
    }

    #[test]
    fn letter_digit_and_both_cases_are_needed() {
        assert_eq!(check(&Policy::USER, "72946185"), [NoLetter]);
        assert_eq!(check(&Policy::USER, "!?!?!?!?"), [NoLetter, NoDigit]);
        assert_eq!(check(&Policy::USER, "KxKxKxKx"), [NoDigit]);
        assert_eq!(check(&Policy::USER, "kxkxkx42"), [NoCaseMix]);
        assert_eq!(check(&Policy::USER, "KXKXKX42"), [NoCaseMix]);
        assert_eq!(check(&Policy::USER, "王王王王王42!"), [NoCaseMix]);
        assert_eq!(check(&Policy::USER, "KxKxKx٤٢"), [NoDigit]);
    }

    #[test]
    fn a_special_character_is_needed_where_the_account_asks_for_it() {
        let strict = Policy { needs_special: true, ..Policy::USER };
        for (password, is_refused) in
            [("KxKxKx42", true), ("KxKx Kx42", true), ("KxKxKx4é", true), ("KxKxKx4!", false), ("KxKxKx4_", false)]
        {
            assert_eq!(check(&strict, password) == [NoSpecial], is_refused, "{password}");
        }
    }

    #[test]
    fn common_words_are_seen_through_their_disguise_where_the_account_asks_for_it() {
        let strict = Policy { refuses_common_words: true, ..Policy::USER };
        for (password, is_refused) in [
            ("Passw0rd", true),
            ("P@$$w0rd2024!", true),
            ("Qwerty!9", true),
            ("Letme1n!", true),
            ("!L0veY0u", true),
            ("Passw0rd!x", false),
            ("xPassw0rd", false),
            ("KxKxKx42", false),
        ] {
            assert_eq!(check(&strict, password) == [Guessable], is_refused, "{password}");
            assert_eq!(check(&Policy::USER, password), [], "{password}");
        }
    }

    #[test]
    fn all_faults_are_told_in_the_order_of_precedence() {
        assert_eq!(check(&ALL_RULES, ""), [TooShort(8), NoLetter, NoDigit, NoSpecial]);
        assert_eq!(check(&ALL_RULES, "aaaaaa"), [TooShort(8), Repeated, NoDigit, NoCaseMix, NoSpecial]);
        assert_eq!(check(&ALL_RULES, "abc"), [TooShort(8), Consecutive, NoDigit, NoCaseMix, NoSpecial, Guessable]);
        assert_eq!(check(&ALL_RULES, "123456"), [TooShort(8), Consecutive, NoLetter, NoSpecial]);
        assert_eq!(check(&Policy::OWNER, &"1".repeat(40)), [TooLong(32), Repeated, NoLetter]);
    }

    proptest! {
        #[test]
        fn faults_come_sorted_and_once_each(password in "\\PC{0,40}") {
            let faults = check(&ALL_RULES, &password);
            prop_assert!(faults.is_sorted_by(|before, after| before < after));
        }

        #[test]
        fn what_an_owner_may_use_a_user_may_use(password in "[a-dA-D1-4!]{6,34}") {
            prop_assert!(!check(&Policy::OWNER, &password).is_empty() || check(&Policy::USER, &password).is_empty());
        }

        #[test]
        fn a_run_is_found_wherever_it_stands(before in "[xK4!]{0,9}", after in "[xK4!]{0,9}", start in 0u8..24) {
            let faults = |run: &str| check(&Policy::OWNER, &[&before, "-", run, "-", &after].concat());
            let upwards: String = (start..start + 3).map(|step| (b'a' + step) as char).collect();
            let downwards: String = upwards.chars().rev().collect();
            prop_assert!(faults(&upwards).contains(&Consecutive));
            prop_assert!(!faults(&downwards).contains(&Consecutive));
        }
    }
}
