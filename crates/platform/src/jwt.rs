//! The signed tokens of JWT apps (`platform.md` 3.11): HS256 by an API key's secret, nothing else (RFC 7515, RFC 7519).
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};
use sha2::Sha256;

/// A token is 4 KiB at most.
const MAX_LENGTH: usize = 4096;
/// How far a client's clock may be ahead of ours, in seconds, when it says from when on its token holds.
const LEEWAY: i64 = 60;

/// Who a token claims to come from; nothing about it is proven before [`verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// The API key.
    pub key: String,
}

/// Why a token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JwtFault {
    /// It is no token of a JWT app.
    Malformed,
    /// It was not signed with this secret.
    BadSignature,
    /// It held until `exp`, itself excluded (RFC 7519 4.1.4).
    Expired,
    /// Its `exp` lies further ahead than allowed, or is no number of seconds but of milliseconds.
    TooFarAhead,
    /// Its `nbf` lies ahead (RFC 7519 4.1.5).
    NotYetValid,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    /// Extensions that must be understood; none is (RFC 7515 4.1.11).
    crit: Option<IgnoredAny>,
}

/// `iat` does not count: it makes a token no older and no younger than `exp` says.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    /// Seconds since 1970, UTC.
    exp: i64,
    nbf: Option<i64>,
}

/// A token taken apart.
struct Parts<'t> {
    signed: &'t str,
    claims: Claims,
    signature: Vec<u8>,
}

/// The API key that a token names, so that its secret can be found; nothing when it is no token of a JWT app.
pub fn parse_unverified_issuer(token: &str) -> Option<Issuer> {
    parts(token).map(|parts| Issuer { key: parts.claims.iss })
}

/// Whether `token` was signed with `secret` and holds at `now_seconds`, UTC. The issuer by which the secret was found is
/// proven by it; nothing else in the token counts.
///
/// # Errors
/// The first thing that is wrong: its form, its signature, its times.
pub fn verify(token: &str, secret: &[u8], now_seconds: i64, max_ahead_seconds: i64) -> Result<(), JwtFault> {
    let parts = parts(token).ok_or(JwtFault::Malformed)?;
    let mac = mac(secret, parts.signed).ok_or(JwtFault::BadSignature)?;
    mac.verify_slice(&parts.signature).map_err(|_| JwtFault::BadSignature)?;
    let ahead = parts.claims.exp.saturating_sub(now_seconds);
    match parts.claims.nbf {
        _ if ahead <= 0 => Err(JwtFault::Expired),
        _ if ahead > max_ahead_seconds => Err(JwtFault::TooFarAhead),
        Some(nbf) if nbf.saturating_sub(now_seconds) > LEEWAY => Err(JwtFault::NotYetValid),
        _ => Ok(()),
    }
}

/// Whether a token that was [verified](verify) before holds no more at `now_seconds`, UTC.
pub fn is_over(token: &str, now_seconds: i64) -> bool {
    parts(token).is_none_or(|parts| parts.claims.exp <= now_seconds)
}

fn parts(token: &str) -> Option<Parts<'_>> {
    if token.len() > MAX_LENGTH {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let header: Header = object(header)?;
    let is_jwt = header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    let is_known = header.alg == "HS256" && is_jwt && header.crit.is_none();
    let claims: Claims = object(claims).filter(|claims: &Claims| is_known && !claims.iss.is_empty())?;
    Some(Parts { signed, claims, signature: URL_SAFE_NO_PAD.decode(signature).ok()? })
}

/// A JSON object in base64url. A member that counts stands in it once; the encoding is the only one of its bytes.
fn object<T: DeserializeOwned>(encoded: &str) -> Option<T> {
    let json = URL_SAFE_NO_PAD.decode(encoded).ok()?;
    // An array of the right length would do for the reader of a structure.
    json.trim_ascii_start().starts_with(b"{").then(|| serde_json::from_slice(&json).ok())?
}

/// Nothing for an empty secret, with which anybody could sign.
fn mac(secret: &[u8], signed: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::new_from_slice(secret).ok().filter(|_| !secret.is_empty())?;
    mac.update(signed.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::{JwtFault::*, *};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOW: i64 = 1_700_000_000;
    const WEEK: i64 = 7 * 24 * 3600;
    const SECRET: &[u8] = b"an API secret";

    /// A token as a JWT app makes it.
    fn sign(header: &str, claims: &str) -> String {
        let signed = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        let signature = mac(SECRET, &signed).unwrap().finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
    fn with_header(header: &str) -> String {
        sign(header, &json!({"iss": "key", "exp": NOW + 60}).to_string())
    }
    fn with_claims(claims: Value) -> String {
        sign(r#"{"alg":"HS256","typ":"JWT"}"#, &claims.to_string())
    }
    fn until(exp: i64) -> String {
        with_claims(json!({"iss": "key", "exp": exp}))
    }
    fn verdict(token: &str) -> Result<(), JwtFault> {
        verify(token, SECRET, NOW, WEEK)
    }
    fn is_read(token: &str) -> bool {
        assert_eq!(parse_unverified_issuer(token).is_none(), verdict(token) == Err(Malformed), "{token}");
        parse_unverified_issuer(token).is_some()
    }

    #[test]
    fn a_token_signed_with_the_secret_of_its_key_is_taken() {
        let token = until(NOW + 60);
        assert_eq!(parse_unverified_issuer(&token), Some(Issuer { key: "key".to_owned() }));
        assert_eq!(verdict(&token), Ok(()));
    }

    #[test]
    fn the_example_of_rfc_7515_is_taken() {
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let secret = URL_SAFE_NO_PAD
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
            .unwrap();
        assert_eq!(parse_unverified_issuer(token), Some(Issuer { key: "joe".to_owned() }));
        assert_eq!(verify(token, &secret, 1_300_819_379, WEEK), Ok(()));
        assert_eq!(verify(token, &secret, 1_300_819_380, WEEK), Err(Expired));
    }

    #[test]
    fn a_token_holds_until_its_exp_and_no_longer() {
        for (ahead, taken) in [(-1, Err(Expired)), (0, Err(Expired)), (1, Ok(())), (3600, Ok(()))] {
            assert_eq!(verdict(&until(NOW + ahead)), taken, "{ahead}");
        }
        assert_eq!(verdict(&until(i64::MIN)), Err(Expired));
    }

    #[test]
    fn an_exp_more_than_the_allowed_time_ahead_is_refused() {
        for (ahead, taken) in [(WEEK - 1, Ok(())), (WEEK, Ok(())), (WEEK + 1, Err(TooFarAhead))] {
            assert_eq!(verdict(&until(NOW + ahead)), taken, "{ahead}");
        }
        for (ahead, taken) in [(9, Ok(())), (10, Ok(())), (11, Err(TooFarAhead))] {
            assert_eq!(verify(&until(NOW + ahead), SECRET, NOW, 10), taken, "{ahead}");
        }
        assert_eq!(verify(&until(i64::MAX), SECRET, -1, WEEK), Err(TooFarAhead));
    }

    #[test]
    fn an_exp_in_milliseconds_is_too_far_ahead() {
        assert_eq!(verdict(&until((NOW + 60) * 1000)), Err(TooFarAhead));
    }

    #[test]
    fn a_token_that_does_not_hold_yet_is_refused_a_minute_of_difference_is_borne() {
        for (ahead, taken) in [(-3600, Ok(())), (59, Ok(())), (60, Ok(())), (61, Err(NotYetValid))] {
            let token = with_claims(json!({"iss": "key", "exp": NOW + 600, "nbf": NOW + ahead}));
            assert_eq!(verdict(&token), taken, "{ahead}");
        }
    }

    #[test]
    fn when_a_token_says_it_was_issued_does_not_count() {
        for iat in [json!(NOW + 9999), json!(1.5), json!("now"), json!(null)] {
            assert_eq!(verdict(&with_claims(json!({"iss": "key", "exp": NOW + 60, "iat": iat}))), Ok(()), "{iat}");
        }
    }

    #[test]
    fn the_signature_is_judged_before_the_times() {
        assert_eq!(verify(&until(NOW - 60), b"another secret", NOW, WEEK), Err(BadSignature));
    }

    #[test]
    fn another_secret_is_refused() {
        let token = until(NOW + 60);
        for secret in [&b"an API secre"[..], b"an API secret ", b"An API secret", b"x"] {
            assert_eq!(verify(&token, secret, NOW, WEEK), Err(BadSignature), "{secret:?}");
        }
    }

    #[test]
    fn nothing_is_signed_with_an_empty_secret() {
        let (signed, _) = until(NOW + 60).rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let mut empty = Hmac::<Sha256>::new_from_slice(b"").unwrap();
        empty.update(signed.as_bytes());
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(empty.finalize().into_bytes()));
        assert_eq!(verify(&token, b"", NOW, WEEK), Err(BadSignature));
    }

    #[test]
    fn a_signature_is_whole_or_refused() {
        let token = until(NOW + 60);
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
        for (length, taken) in [(0, Err(BadSignature)), (16, Err(BadSignature)), (31, Err(BadSignature)), (32, Ok(()))]
        {
            let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(&bytes[..length]));
            assert_eq!(verdict(&token), taken, "{length}");
        }
        let longer = format!("{signed}.{}", URL_SAFE_NO_PAD.encode([bytes.as_slice(), &[0]].concat()));
        assert_eq!(verdict(&longer), Err(BadSignature));
    }

    #[test]
    fn the_algorithm_is_hs256_and_nothing_else() {
        for (alg, taken) in [
            (json!("HS256"), true),
            (json!("hs256"), false),
            (json!("HS256 "), false),
            (json!("HS384"), false),
            (json!("HS512"), false),
            (json!("RS256"), false),
            (json!("none"), false),
            (json!("None"), false),
            (json!(""), false),
            (json!(null), false),
            (json!(["HS256"]), false),
        ] {
            assert_eq!(is_read(&with_header(&json!({"alg": alg, "typ": "JWT"}).to_string())), taken, "{alg}");
        }
        assert!(!is_read(&with_header(r#"{"typ":"JWT"}"#)));
    }

    #[test]
    fn the_type_may_be_left_out_and_is_jwt_in_any_case_otherwise() {
        for (header, taken) in [
            (r#"{"alg":"HS256"}"#, true),
            (r#"{"alg":"HS256","typ":"JWT","kid":"1"}"#, true),
            (r#"{"alg":"HS256","typ":"jwt"}"#, true),
            (r#"{"alg":"HS256","typ":"at+jwt"}"#, false),
            (r#"{"alg":"HS256","typ":7}"#, false),
        ] {
            assert_eq!(is_read(&with_header(header)), taken, "{header}");
        }
    }

    #[test]
    fn extensions_that_must_be_understood_are_refused() {
        assert!(!is_read(&with_header(r#"{"alg":"HS256","crit":["b64"],"b64":false}"#)));
    }

    #[test]
    fn a_member_that_counts_stands_once() {
        for header in [r#"{"alg":"HS256","alg":"HS256"}"#, r#"{"alg":"none","alg":"HS256"}"#] {
            assert!(!is_read(&with_header(header)), "{header}");
        }
        for claims in [r#"{"iss":"a","iss":"key","exp":1700000060}"#, r#"{"iss":"key","exp":1,"exp":1700000060}"#] {
            assert!(!is_read(&sign(r#"{"alg":"HS256"}"#, claims)), "{claims}");
        }
    }

    #[test]
    fn the_issuer_and_a_whole_number_of_seconds_are_needed() {
        for (claims, taken) in [
            (json!({"iss": "key", "exp": NOW}), true),
            (json!({"iss": "key", "exp": NOW, "more": {"deep": [1]}}), true),
            (json!({"iss": "", "exp": NOW}), false),
            (json!({"iss": 7, "exp": NOW}), false),
            (json!({"exp": NOW}), false),
            (json!({"iss": "key"}), false),
            (json!({"iss": "key", "exp": null}), false),
            (json!({"iss": "key", "exp": "1700000000"}), false),
            (json!({"iss": "key", "exp": 1_700_000_000.5}), false),
            (json!({"iss": "key", "exp": u64::MAX}), false),
            (json!(["key", NOW, null]), false),
            (json!("key"), false),
        ] {
            assert_eq!(is_read(&with_claims(claims.clone())), taken, "{claims}");
        }
        assert!(!is_read(&with_header(r#"["HS256",null,null]"#)));
    }

    #[test]
    fn a_token_has_three_parts_in_plain_base64url() {
        let token = until(NOW + 60);
        let [header, claims, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        assert!(is_read(&token));
        for other in [
            String::new(),
            "..".to_owned(),
            header.to_owned(),
            format!("{header}.{claims}"),
            format!("{header}.{claims}.{signature}."),
            format!(".{header}.{claims}.{signature}"),
            format!("{header}.{claims}.{signature}.{signature}"),
            format!("{header}=.{claims}.{signature}"),
            format!("{header}.{claims}==.{signature}"),
            format!("{header}.{claims}.{signature}="),
            format!("{header}.{claims}.{signature} "),
            format!("{header}\n.{claims}.{signature}"),
            format!("{header}.{claims}.+/{}", &signature[2..]),
        ] {
            assert!(!is_read(&other), "{other}");
        }
    }

    #[test]
    fn bits_that_no_encoder_leaves_are_refused() {
        let token = until(NOW + 60);
        let last = token.chars().next_back().unwrap();
        // 32 bytes leave 2 bits over in the last of 43 characters: one of four neighbours is the right one.
        let alphabet: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']).collect();
        let at = alphabet.iter().position(|sign| *sign == last).unwrap();
        assert_eq!(at % 4, 0);
        for over in 1..4 {
            assert!(!is_read(&format!("{}{}", &token[..token.len() - 1], alphabet[at + over])), "{over}");
        }
    }

    #[test]
    fn a_token_over_4_kib_is_refused_unread() {
        let of = |padding: usize| with_claims(json!({"iss": "key", "exp": NOW + 60, "x": "x".repeat(padding)}));
        for (padding, length, taken) in [(2973, 4095, true), (2974, 4096, true), (2975, 4097, false)] {
            let token = of(padding);
            assert_eq!((token.len(), is_read(&token)), (length, taken));
        }
    }

    proptest! {
        #[test]
        fn any_character_that_differs_is_refused(at: prop::sample::Index, other in "[-_A-Za-z0-9=+/.é]") {
            let token = until(NOW + 60);
            let at = at.index(token.len());
            let altered = [&token[..at], &other, &token[at + 1..]].concat();
            prop_assume!(altered != token);
            prop_assert!(verdict(&altered).is_err());
        }

        #[test]
        fn whatever_is_sent_is_refused(token in "[-_A-Za-z0-9.{}\"]{0,200}") {
            prop_assert_eq!(verdict(&token), Err(Malformed));
        }
    }
}
