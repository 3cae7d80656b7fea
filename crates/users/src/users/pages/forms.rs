//! The pages themselves: a heading, some words and at most one form.
use crate::{
    passwords::{LONGEST, Policy},
    users::{expected::Closes, user::User},
};
use maud::{Markup, html};
use platform::Html;

/// Somebody who is invited.
pub struct Invited<'a> {
    /// The name of the account that invites.
    pub account: &'a str,
    pub user: &'a User,
    pub chooses_names: bool,
    pub closes: Closes,
}

/// A password to choose.
pub struct NewPassword<'a> {
    pub policy: &'a Policy,
    /// What is wrong with the one that was chosen.
    pub faults: &'a [String],
}

/// The form of an invitation: names, where they may be chosen, and a password.
pub fn invitation(invited: &Invited<'_>, new: &NewPassword<'_>) -> Html {
    let Invited { account, user, .. } = invited;
    let fields = html! {
        @if invited.chooses_names {
            (name("first_name", "First name", "given-name", &user.first_name))
            (name("last_name", "Last name", "family-name", &user.last_name))
        }
        (password(new))
    };
    let words = html! {
        p { (account) " invites you, " (user.email) ", to join its account." }
        @match invited.closes {
            Closes::Nothing => {}
            Closes::Unconfirmed => p {
                "There is a free account with this address, which was never confirmed. It closes for good when you join, "
                "and nothing of it comes along."
            }
            Closes::Own => p {
                "You have a free account of your own with this address. It closes for good when you join: your picture, "
                "your backgrounds, your templates and what you say of yourself come along, its apps stop, and whoever "
                "administers " (account) " administers what you bring."
            }
        }
    };
    Html::page("You are invited", &html! { (words) (form(&fields, "Join")) })
}

/// The form that sets another password.
pub fn another_password(user: &User, new: &NewPassword<'_>) -> Html {
    let words = html! { p { "For " (user.email) "." } };
    Html::page("Choose another password", &html! { (words) (form(&password(new), "Set it")) })
}

/// The form that confirms an address: a mail may be read by programs, so that looking at it is not enough.
pub fn confirmation(account: &str, user: &User) -> Html {
    let words = html! { p { (account) " knows you by the address " (user.email) "." } };
    Html::page("Confirm your address", &html! { (words) (form(&html! {}, "It is mine")) })
}

/// The form that asks for a link.
pub fn ask_for_reset(csrf: &str) -> Html {
    let fields = html! {
        input type="hidden" name="csrf" value=(csrf);
        label for="email" { "Email" }
        input #email name="email" type="email" autocomplete="email" maxlength="128" required;
    };
    Html::page("Another password", &form(&fields, "Send me a link"))
}

/// The same words whether a link was sent or not.
pub fn reset_is_sent() -> Html {
    Html::saying("Look into your mail", "If somebody here has this address, a link is on its way to it.")
}

/// For whoever has asked too often, in so many seconds from now.
pub fn wait(seconds: i64) -> Html {
    let words = "Links were asked for too often from where you are. Try again in 15 minutes.";
    Html::saying("Wait a while", words).with_status(429).retry_after(seconds)
}

fn form(fields: &Markup, button: &str) -> Markup {
    html! { form method="post" { (fields) button { (button) } } }
}

fn name(field: &str, label: &str, autocomplete: &str, value: &str) -> Markup {
    html! {
        label for=(field) { (label) }
        input id=(field) name=(field) value=(value) autocomplete=(autocomplete) maxlength="64";
    }
}

/// Who hears the field hears what is asked of it, and what was wrong.
fn password(new: &NewPassword<'_>) -> Markup {
    let is_refused = !new.faults.is_empty();
    let described_by = if is_refused { "faults rules" } else { "rules" };
    html! {
        @if is_refused { div #faults role="alert" { @for fault in new.faults { p { (fault) } } } }
        label for="password" { "Password" }
        input #password name="password" type="password" autocomplete="new-password" minlength=(new.policy.minimum_length)
            maxlength=(LONGEST) required aria-describedby=(described_by) aria-invalid=[is_refused.then_some("true")];
        (rules(new.policy))
    }
}

/// What an account asks of passwords, in words.
fn rules(policy: &Policy) -> Markup {
    let Policy { minimum_length, maximum_length, repeated_run, consecutive_run, .. } = policy;
    html! {
        ul #rules {
            li { (minimum_length) " to " (maximum_length) " characters" }
            li { "A capital letter, a small letter and a digit" }
            @if policy.needs_special { li { "A special character, such as ! or #" } }
            @if *repeated_run > 0 { li { "Not the same character " (repeated_run) " times in a row" } }
            @if *consecutive_run > 0 { li { "No " (consecutive_run) " characters that follow each other, as abc or 123" } }
            @if policy.refuses_common_words { li { "No common word, even in disguise" } }
        }
    }
}
