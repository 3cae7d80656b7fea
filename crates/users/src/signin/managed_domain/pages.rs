//! What somebody is shown whose email is of a domain that another account manages.
use super::super::forms::{alert, form};
use crate::{
    emails,
    users::{
        User,
        consolidation::{Choice, Coming},
    },
};
use maud::{Markup, html};
use platform::{Html, Result};

/// Who chooses, and where its forms go.
pub struct Asked<'a> {
    pub user: &'a User,
    pub csrf: &'a str,
    /// With what the page was asked for.
    pub here: &'a str,
    /// Where another link is asked for that confirms the address.
    pub confirmation: &'a str,
    /// What has changed since the page was shown.
    pub news: Option<&'a str>,
}

/// What there is to choose.
pub fn choose(asked: &Asked<'_>, choice: &Choice<'_>) -> Result<Html> {
    let (manager, user) = (choice.manager.summary()?.name, asked.user);
    let content = html! {
        @if let Some(news) = asked.news { (alert(news)) }
        p { (manager) " manages the domain " (emails::domain(&user.email)) " of your address " (user.email) "." }
        (coming(asked, choice, &manager))
        @if choice.may_change {
            h2 { "Take another address" }
            p { "Your account stays yours, with an address of another domain." }
            (decision(asked, choice, "email", &email_field(), "Take this address"))
        }
        @match choice.left {
            None => { (decision(asked, choice, "later", &html! {}, "Go on as it is")) }
            Some(0) => { p { "You have put this off three times, and cannot do so again." } }
            Some(left) => {
                (decision(asked, choice, "later", &html! {}, "Not now"))
                p { "You can put it off as often as this: " (left) }
            }
        }
        (form(Some("/pages/signout"), asked.csrf, &html! {}, "Sign out"))
    };
    Ok(Html::page("What becomes of your address", &content))
}

fn coming(asked: &Asked<'_>, choice: &Choice<'_>, manager: &str) -> Markup {
    let email = &asked.user.email;
    html! {
        @match choice.coming {
            Coming::Open => {
                h2 { "Join " (manager) }
                p {
                    "A link is sent to " (email) ". When you follow it, the account that you have for yourself closes for "
                    "good: what is yours comes along, its apps stop, and whoever administers " (manager)
                    " administers what you bring."
                }
                (decision(asked, choice, "join", &html! {}, "Send me the link"))
            }
            Coming::Unconfirmed => {
                h2 { "Join " (manager) }
                p { "Only who has proved that the address is its own can join. A link is sent to " (email) "." }
                (form(Some(asked.confirmation), asked.csrf, &html! {}, "Confirm my address"))
            }
            Coming::Guarded => p {
                "Your account has a second factor. To join " (manager) ", go on to your account, remove it there, and sign "
                "in again."
            }
            Coming::NoRoom => p { (manager) " has no place for another user at the moment. Ask its administrators." }
            Coming::Bound => p { "Your account has a plan, other users or domains, so it does not become a part of " (manager) "." }
        }
    }
}

/// A form that says what it has been decided about, and whose account it was.
fn decision(asked: &Asked<'_>, choice: &Choice<'_>, decision: &str, fields: &Markup, button: &str) -> Markup {
    let fields = html! {
        input type="hidden" name="decision" value=(decision);
        input type="hidden" name="manager" value=(choice.manager.account_id());
        (fields)
    };
    form(Some(asked.here), asked.csrf, &fields, button)
}

fn email_field() -> Markup {
    html! {
        label for="email" { "New address" }
        input #email name="email" type="email" autocomplete="email" maxlength="128" required;
    }
}

/// There is nothing to choose any more.
pub fn go_on(here: &str, csrf: &str) -> Html {
    let fields = html! { input type="hidden" name="decision" value="later"; };
    let content = html! {
        p { "Nobody else manages the domain of your address." }
        (form(Some(here), csrf, &fields, "Go on"))
    };
    Html::page("Nothing to choose", &content)
}

/// `here` leads back to the question, which stays open until the link is followed.
pub fn link_is_sent(email: &str, here: &str) -> Html {
    let content = html! {
        p { "A link with which you join is on its way to " (email) "." }
        p { a href=(here) { "Back" } }
    };
    Html::page("Look into your mail", &content)
}

/// Whoever has another address signs in with it.
pub fn has_changed(email: &str, sign_in: &str) -> Html {
    let content = html! {
        p { "It is " (email) " from now on. Confirm it with the link that is on its way to it." }
        p { a href=(sign_in) { "Sign in with it" } }
    };
    Html::page("Your address was changed", &content)
}
