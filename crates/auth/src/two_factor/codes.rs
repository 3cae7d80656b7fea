//! What codes are made of. Pure: which of them were used is in the store.
use platform::Result;
use qrcode::{QrCode, render::svg};
use storage::{Fault, derived};
use totp_rs::{Builder, Secret, Totp};

/// Bytes of the secret of an authenticator app, as RFC 4226 recommends.
const SECRET: usize = 20;
/// How many recovery codes a user has.
pub(super) const RECOVERY_CODES: usize = 10;
/// Letters of a recovery code: 80 bits.
const LETTERS: usize = 16;
/// Between these, people see a group.
const GROUP: usize = 4;
/// The least width of a picture, in pixels.
const PICTURE: u32 = 200;
/// Neither of them is taken for another.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// A second factor that a user may take. It follows from the secret of the session that it is shown in, so it is kept
/// nowhere until a code has proved that the user has it.
pub struct Offer(Secret);

impl Offer {
    pub fn new(session_secret: &str) -> Self {
        let bytes = storage::hash(&derived("second factor", session_secret));
        let bytes: Vec<u8> = bytes.into_iter().take(SECRET).collect();
        Offer(Secret::from(bytes))
    }
    /// As people type it: 32 letters and digits of base32.
    pub fn text(&self) -> String {
        self.0.to_base32()
    }
    /// As programs take it. `issuer` and `name` tell people which account it is for.
    pub fn link(&self, issuer: &str, name: &str) -> String {
        let plain = |text: &str| percent(&text.replace(':', " "));
        let (issuer, name) = (plain(issuer), plain(name));
        format!("otpauth://totp/{issuer}:{name}?secret={}&issuer={issuer}", self.text())
    }
    /// The step of the code, if it is one of this moment; seconds since 1970.
    ///
    /// # Errors
    /// Never in practice: the secret is long enough.
    pub fn step_of(&self, code: &str, seconds: i64) -> Result<Option<i64>> {
        step(&self.text(), code, seconds)
    }
}

/// The step of which `code` is the code: of this moment, of the one before or of the one after, as clocks differ.
pub(super) fn step(secret: &str, code: &str, seconds: i64) -> Result<Option<i64>> {
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let Some(now) = u64::try_from(seconds).ok().filter(|_| is_code) else { return Ok(None) };
    let step = totp(secret)?.check(&digits, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(Fault::broken)?;
    Ok(Builder::new().with_secret(secret).build().map_err(Fault::broken)?)
}

/// A recovery code that follows from a secret: four groups of four letters.
pub(super) fn recovery_code(secret: &str) -> String {
    let random = storage::hash(&derived("recovery code", secret));
    let letters = random
        .into_iter()
        .take(LETTERS)
        .map(|byte| ALPHABET.get(usize::from(byte % 32)).map_or('a', |l| char::from(*l)));
    let letters: Vec<char> = letters.collect();
    letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a recovery code: 80 random bits need no more. However it is written, it is the same.
pub(super) fn recovery_hash(code: &str) -> [u8; 32] {
    let letters: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    storage::hash(&letters)
}

/// The link as a picture (SVG) that an authenticator app reads; none where it is longer than such a picture holds. Whoever
/// shows it says what it is: to who hears a page it is hidden.
pub fn picture(link: &str) -> Option<String> {
    let code = QrCode::new(link).ok()?;
    let picture = code.render::<svg::Color>().min_dimensions(PICTURE, PICTURE).build();
    // Within a page there is no declaration of its own.
    picture.split_once("<svg").map(|(_, svg)| format!("<svg aria-hidden=\"true\"{svg}"))
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret is the text `12345678901234567890`, the codes are its last six digits.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in VECTORS {
            assert_eq!(step(SECRET, code, seconds).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_in_its_own_half_minute_and_in_its_neighbours() {
        let code = "005924";
        let own = 1_234_567_890 / 30;
        for (seconds, is_good) in [
            (own * 30 - 31, false),
            (own * 30 - 30, true),
            (own * 30, true),
            (own * 30 + 59, true),
            (own * 30 + 60, false),
        ] {
            assert_eq!(step(SECRET, code, seconds).unwrap(), is_good.then_some(own), "{seconds}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for code in ["", "5924", "0059240", "00592a", "٠٠٥٩٢٤", "-05924", "+5924"] {
            assert_eq!(step(SECRET, code, 1_234_567_890).unwrap(), None, "{code}");
        }
        assert!(step(SECRET, "005 924", 1_234_567_890).unwrap().is_some());
        assert_eq!(step(SECRET, "005924", -1).unwrap(), None);
    }

    #[test]
    fn an_offer_is_the_same_in_its_session_and_another_in_another_one() {
        let offer = Offer::new("one");
        assert_eq!(offer.text(), Offer::new("one").text());
        assert_ne!(offer.text(), Offer::new("two").text());
        assert_eq!(offer.text().len(), 32);
        let link = offer.link("A & B: C", "ann@x.example");
        assert_eq!(
            link,
            format!(
                "otpauth://totp/A%20%26%20B%20%20C:ann%40x%2Eexample?secret={}&issuer=A%20%26%20B%20%20C",
                offer.text()
            )
        );
    }

    #[test]
    fn a_link_is_a_picture_unless_it_is_too_long() {
        // What a picture of this sort holds (ISO 18004, version 40, level M), in bytes.
        let [fits, does_not] = [2331, 2332].map(|length| picture(&"a".repeat(length)));
        assert!(fits.is_some_and(|svg| svg.starts_with("<svg aria-hidden=") && svg.ends_with("</svg>")));
        assert_eq!(does_not, None);
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_written() {
        let code = recovery_code("secret");
        assert_eq!(code.len(), 19);
        assert!(code.split('-').all(|group| group.len() == 4));
        for written in [code.to_uppercase(), code.replace('-', ""), format!(" {} ", code.replace('-', " "))] {
            assert_eq!(recovery_hash(&written), recovery_hash(&code));
        }
        assert_ne!(recovery_hash(&recovery_code("another")), recovery_hash(&code));
    }
}
