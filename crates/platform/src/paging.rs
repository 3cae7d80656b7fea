//! `next_page_token`: where a list goes on, sealed for whoever asked.
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use storage::{Keys, Purpose, time::MINUTE};

/// For how long a token may be sent back (`platform.md` 6), to the millisecond and including the last. As much is
/// allowed to a token that seems to come from the future: clocks of nodes differ.
const LIFETIME: u64 = 15 * MINUTE as u64;

/// The last record of a page; the next page begins behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    pub id: String,
    /// The number of the page that begins here.
    pub page: i64,
}

/// What a token is bound to: it opens for nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    /// The account whose list it is.
    pub account: &'a str,
    /// Who asked.
    pub caller: &'a str,
    /// The template of its path, and the values of the variables in it.
    pub operation: &'a str,
    /// See [`query_hash`].
    pub query_hash: [u8; 16],
}

impl Bound<'_> {
    fn parts(&self) -> [&[u8]; 4] {
        [self.account.as_bytes(), self.caller.as_bytes(), self.operation.as_bytes(), &self.query_hash]
    }
}

/// The token was altered, is too old or was issued for something else; which of them is not told. The answer is
/// `BAD_PAGE_TOKEN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageTokenFault;

/// Makes and reads page tokens: encrypted, authenticated, in base64url; 106 characters for an id of 22.
pub struct PageTokens {
    keys: Arc<Keys>,
}

impl PageTokens {
    pub fn new(keys: Arc<Keys>) -> Self {
        PageTokens { keys }
    }
    /// `now` is milliseconds UTC on the clock of the account's world; `nonce` serves this token only.
    pub fn issue(&self, bound: &Bound<'_>, position: &Position, now: i64, nonce: [u8; 24]) -> String {
        let numbers = [now, position.page].map(i64::to_le_bytes);
        let plain = [numbers.as_flattened(), position.id.as_bytes()].concat();
        URL_SAFE_NO_PAD.encode(self.keys.seal(Purpose::PageToken, &bound.parts(), &plain, nonce))
    }
    /// # Errors
    /// One fault, whatever the reason.
    pub fn open(&self, bound: &Bound<'_>, token: &str, now: i64) -> Result<Position, PageTokenFault> {
        let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| PageTokenFault)?;
        let plain = self.keys.open(Purpose::PageToken, &bound.parts(), &sealed).ok_or(PageTokenFault)?;
        let (issued_at, position) = read(&plain).ok_or(PageTokenFault)?;
        if now.abs_diff(issued_at) <= LIFETIME { Ok(position) } else { Err(PageTokenFault) }
    }
}

fn read(plain: &[u8]) -> Option<(i64, Position)> {
    let (numbers, id) = plain.split_first_chunk::<16>()?;
    let (numbers, _) = numbers.as_chunks();
    let &[issued_at, page] = numbers else { return None };
    let [issued_at, page] = [issued_at, page].map(i64::from_le_bytes);
    let id = String::from_utf8(id.to_vec()).ok()?;
    Some((issued_at, Position { id, page }))
}

/// Fields that say which page it is, which the token itself says.
const OF_THE_PAGE: [&str; 2] = ["next_page_token", "page_number"];

/// Everything that a token is bound to in a query, whatever the order: all of its fields but those that say which page it
/// is, and those that could as well be left out, as `is_default` knows.
pub fn query_hash(query: &Value, is_default: impl Fn(&str, &Value) -> bool) -> [u8; 16] {
    let mut fields: Vec<_> = query.as_object().into_iter().flatten().collect();
    fields.retain(|(name, value)| !OF_THE_PAGE.contains(&name.as_str()) && !is_default(name, value));
    fields.sort_unstable_by_key(|(name, _)| *name);
    let mut hash = Sha256::new();
    for (name, value) in fields {
        let value = value.to_string();
        for part in [name, &value] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let mut short = [0; 16];
    short.iter_mut().zip(hash.finalize()).for_each(|(short, byte)| *short = byte);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const NOW: i64 = 1_700_000_000_000;
    const BOUND: Bound<'_> = Bound { account: "sub", caller: "master/app", operation: "/users", query_hash: [3; 16] };

    fn tokens() -> PageTokens {
        PageTokens::new(Arc::new(Keys::for_tests(1)))
    }
    fn position() -> Position {
        Position { id: "KDcuGIm1QgePTO8WbOqwIQ".to_owned(), page: 2 }
    }

    #[test]
    fn a_token_opens_to_the_position_that_it_was_issued_for() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        assert_eq!(tokens().open(&BOUND, &token, NOW), Ok(position()));
    }

    #[test]
    fn a_token_holds_for_15_minutes_including_the_last_millisecond() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        for (age, holds) in [(0, true), (899_999, true), (900_000, true), (900_001, false), (86_400_000, false)] {
            assert_eq!(tokens().open(&BOUND, &token, NOW + age).is_ok(), holds, "{age}");
        }
    }

    #[test]
    fn a_clock_that_is_15_minutes_behind_is_borne() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        for (behind, holds) in [(1, true), (899_999, true), (900_000, true), (900_001, false), (NOW, false)] {
            assert_eq!(tokens().open(&BOUND, &token, NOW - behind).is_ok(), holds, "{behind}");
        }
        assert_eq!(tokens().open(&BOUND, &token, i64::MIN), Err(PageTokenFault));
    }

    #[test]
    fn a_token_opens_for_its_account_caller_operation_and_query_only() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        for other in [
            Bound { account: "suc", ..BOUND },
            Bound { account: "", ..BOUND },
            Bound { caller: "master/other", ..BOUND },
            Bound { operation: "/accounts/{accountId}/users", ..BOUND },
            Bound { query_hash: [4; 16], ..BOUND },
            Bound { account: "subm", caller: "aster/app", ..BOUND },
            Bound { account: BOUND.caller, caller: BOUND.account, ..BOUND },
        ] {
            assert_eq!(tokens().open(&other, &token, NOW), Err(PageTokenFault), "{other:?}");
        }
    }

    #[test]
    fn a_token_of_other_keys_is_refused() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        let others = PageTokens::new(Arc::new(Keys::for_tests(2)));
        assert_eq!(others.open(&BOUND, &token, NOW), Err(PageTokenFault));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        let padded = [&token, "="].concat();
        let standard = token.replace('-', "+").replace('_', "/");
        assert_ne!(token, standard);
        for other in ["", "x", " ", &token[1..], &padded, &standard, &format!(" {token}"), &token.repeat(2)] {
            assert_eq!(tokens().open(&BOUND, other, NOW), Err(PageTokenFault), "{other}");
        }
    }

    #[test]
    fn a_sealed_text_of_another_shape_is_refused() {
        let keys = Arc::new(Keys::for_tests(1));
        for plain in [&[0; 0][..], &[0; 15], &[[0; 16].as_slice(), &[0xff]].concat()] {
            let sealed = keys.seal(Purpose::PageToken, &BOUND.parts(), plain, [1; 24]);
            let opened = PageTokens::new(keys.clone()).open(&BOUND, &URL_SAFE_NO_PAD.encode(sealed), 0);
            assert_eq!(opened, Err(PageTokenFault), "{}", plain.len());
        }
    }

    #[test]
    fn a_token_shows_neither_position_nor_binding() {
        let token = tokens().issue(&BOUND, &position(), NOW, [9; 24]);
        let sealed = URL_SAFE_NO_PAD.decode(&token).unwrap();
        let shows = |text: &[u8]| sealed.windows(text.len()).any(|run| run == text);
        assert!(!shows(b"KDcu") && !shows(&NOW.to_le_bytes()) && !shows(b"sub"));
        assert_eq!(token.len(), 106);
    }

    #[test]
    fn the_query_of_a_token_is_everything_but_which_page_it_is_and_what_could_be_left_out() {
        let query_hash = |query: &Value| query_hash(query, |name, value| name == "type" && value == "common");
        let query = json!({"page_size": 30, "status": "active"});
        let hash = query_hash(&query);
        for same in [
            json!({"status": "active", "next_page_token": "x", "page_size": 30}),
            json!({"status": "active", "page_number": 7, "page_size": 30, "type": "common"}),
        ] {
            assert_eq!(hash, query_hash(&same), "{same}");
        }
        for other in [
            json!({}),
            json!({"page_size": 30}),
            json!({"page_size": 31, "status": "active"}),
            json!({"page_size": "30", "status": "active"}),
            json!({"page_size": 30, "status": "inactive"}),
            json!({"page_size": 30, "status": "active", "role_id": "0"}),
            json!({"page_size": 30, "status": "active", "type": "uncommon"}),
            json!({"page_size": 30, "statusactive": ""}),
            json!(null),
        ] {
            assert_ne!(hash, query_hash(&other), "{other}");
        }
        assert_ne!(query_hash(&json!({"a": 12})), query_hash(&json!({"a1": 2})));
    }

    proptest! {
        #[test]
        fn every_position_comes_back(id: String, page: i64, now: i64, nonce: [u8; 24], query_hash: [u8; 16]) {
            let position = Position { id, page };
            let bound = Bound { query_hash, ..BOUND };
            let token = tokens().issue(&bound, &position, now, nonce);
            prop_assert_eq!(tokens().open(&bound, &token, now), Ok(position));
        }

        #[test]
        fn any_bit_that_differs_is_refused(nonce: [u8; 24], at: prop::sample::Index) {
            let token = tokens().issue(&BOUND, &position(), NOW, nonce);
            let mut sealed = URL_SAFE_NO_PAD.decode(&token).unwrap();
            let bit = at.index(sealed.len() * 8);
            sealed[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(tokens().open(&BOUND, &URL_SAFE_NO_PAD.encode(sealed), NOW), Err(PageTokenFault));
        }

        #[test]
        fn any_character_that_differs_is_refused(nonce: [u8; 24], at: prop::sample::Index, other in "[-_A-Za-z0-9 =+/.~é]") {
            let token = tokens().issue(&BOUND, &position(), NOW, nonce);
            let at = at.index(token.len());
            let altered = [&token[..at], &other, &token[at + 1..]].concat();
            prop_assume!(altered != token);
            prop_assert_eq!(tokens().open(&BOUND, &altered, NOW), Err(PageTokenFault));
        }

        #[test]
        fn whatever_is_sent_is_refused(token in "[-_A-Za-z0-9]{0,200}") {
            prop_assert_eq!(tokens().open(&BOUND, &token, NOW), Err(PageTokenFault));
        }
    }
}
