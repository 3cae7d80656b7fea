//! What the names and the password of a new account must be like, with the refusals as documented.
use platform::{Error, Failure, FieldError, Result};
use users::{
    names::{self, INVALID_WORDS, NameFault, NameKind},
    passwords::{self, Fault, Policy},
};

pub const INVALID_WORD: Failure =
    Failure::new(400, 300, "Your request could not be completed because the name contains an invalid word: {}");
pub const SPECIAL_CHARACTER: Failure =
    Failure::new(400, 300, "Your request was not accepted because \"{}\" contains special character(s).");
pub const REPEATED: Failure =
    Failure::new(400, 1111, "Password should not contain repeated characters such as \"aaaaaa\".");
pub const CONSECUTIVE: Failure =
    Failure::new(400, 1111, "Password should not contain consecutive characters such as \"abc\" or \"123\".");

/// Refuses a name that nothing may be called.
///
/// # Errors
/// [`INVALID_WORD`], [`SPECIAL_CHARACTER`]; the field, when it has more Chinese characters than its kind may have.
pub fn check_name(field: &str, kind: NameKind, name: &str) -> Result<()> {
    match names::check(kind, name, INVALID_WORDS) {
        Ok(()) => Ok(()),
        Err(NameFault::InvalidWord(word)) => Err(INVALID_WORD.with(word)),
        Err(NameFault::SpecialCharacter) => Err(SPECIAL_CHARACTER.with(field)),
        Err(NameFault::TooLong) => {
            Err(Error::field(field, "It has more Chinese characters than such a name may have."))
        }
    }
}

/// Refuses a password that the owner of an account may not have. Length counts before runs, runs before the kinds of
/// characters that are missing.
///
/// # Errors
/// The field, once for each fault of the first sort that is found; [`REPEATED`], [`CONSECUTIVE`].
pub fn check_password(field: &str, password: &str) -> Result<()> {
    let faults = passwords::check(&Policy::OWNER, password);
    let texts = |wanted: fn(&Fault) -> bool| faults.iter().filter(|fault| wanted(fault)).map(text).collect::<Vec<_>>();
    refuse(field, texts(|fault| matches!(fault, Fault::TooShort(_) | Fault::TooLong(_))))?;
    if faults.contains(&Fault::Repeated) {
        return Err(REPEATED.into());
    }
    if faults.contains(&Fault::Consecutive) {
        return Err(CONSECUTIVE.into());
    }
    refuse(field, texts(|_| true))
}

fn refuse(field: &str, texts: Vec<String>) -> Result<()> {
    if texts.is_empty() {
        return Ok(());
    }
    let refused = |message| FieldError { field: field.to_owned(), message };
    Err(Error::validation(texts.into_iter().map(refused).collect()))
}

/// In the words of the documents, where they have some.
fn text(fault: &Fault) -> String {
    match fault {
        Fault::TooShort(least) => format!("Have at least {least} characters"),
        Fault::TooLong(most) => format!("Have at most {most} characters"),
        Fault::Repeated => REPEATED.message.to_owned(),
        Fault::Consecutive => CONSECUTIVE.message.to_owned(),
        Fault::NoLetter => "Have at least 1 letter (a, b, c…)".to_owned(),
        Fault::NoDigit => "Have at least 1 number (1, 2, 3…)".to_owned(),
        Fault::NoCaseMix => "Include both Upper case and Lower case characters".to_owned(),
        Fault::NoSpecial => "Have at least 1 special character (!, @, #…)".to_owned(),
        Fault::Guessable => "Your password is too easy to guess. Try another one.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code, and what is said of the field.
    fn refusal(password: &str) -> Option<(u32, Vec<String>)> {
        match check_password("password", password).err()? {
            Error::Refused(refusal) => {
                let said = refusal.fields.into_iter().map(|field| format!("{}: {}", field.field, field.message));
                Some((refusal.failure.code, said.collect()))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_length_of_a_password_counts_first() {
        assert_eq!(refusal("aaaaaa1"), Some((300, vec!["password: Have at least 8 characters".to_owned()])));
        assert_eq!(refusal("Kx4-Kx4-"), None);
        assert_eq!(refusal(&"Kx4-".repeat(8)), None);
        assert_eq!(
            refusal(&format!("{}!", "Kx4-".repeat(8))),
            Some((300, vec!["password: Have at most 32 characters".to_owned()]))
        );
    }

    #[test]
    fn runs_of_characters_count_before_missing_ones() {
        assert_eq!(refusal("aaaaaaaa"), Some((1111, vec![])));
        assert_eq!(check_password("password", "aaaaaa-123").err().map(|error| error.failure()), Some(REPEATED));
        assert_eq!(check_password("password", "abcxyzxy").err().map(|error| error.failure()), Some(CONSECUTIVE));
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let said = [
            "password: Have at least 1 number (1, 2, 3…)".to_owned(),
            "password: Include both Upper case and Lower case characters".to_owned(),
        ];
        assert_eq!(refusal("kxkxkxkx"), Some((300, said.to_vec())));
    }

    #[test]
    fn names_are_refused_in_the_documented_words() {
        let message = |name: &str, kind| match check_name("first_name", kind, name) {
            Err(Error::Refused(refusal)) => refusal.message,
            other => format!("{other:?}"),
        };
        assert_eq!(
            message("see https://x.co", NameKind::Person),
            "Your request could not be completed because the name contains an invalid word: https://"
        );
        assert_eq!(
            message("<b>", NameKind::Account),
            "Your request was not accepted because \"first_name\" contains special character(s)."
        );
        assert_eq!(message("王王王王王王", NameKind::Person), "Validation Failed.");
        assert_eq!(message("王王王王王王", NameKind::Account), "Ok(())");
    }
}
