//! The pages with which people sign in: a heading, some words, and forms of few fields.
use crate::passwords::LONGEST;
use auth::sessions::{HOME, SIGN_IN, sign_in_address, with_target};
use maud::{Markup, PreEscaped, html};
use platform::Html;

pub const WRONG_CODE: &str = "The code is not right, or was used already.";
pub const WRONG_PASSWORD: &str = "The password is not right.";
const OF_COMPANY: &str = "You sign in with your company, which asks for a second factor of its own.";

/// Where people sign in whose account has an identity provider.
pub const COMPANY: &str = "/pages/sso";

/// The form of an email and a password.
pub fn sign_in(csrf: &str, target: &str, has_failed: bool) -> Html {
    let fields = html! {
        label for="email" { "Email" }
        input #email name="email" type="email" autocomplete="username" maxlength="128" required autofocus;
        (password_field())
    };
    let content = html! {
        @if has_failed { (alert("Email or password is not right.")) }
        (form(None, csrf, &fields, "Sign in"))
        p { a href="/pages/password" { "Set another password" } }
        p { a href=(with_target(COMPANY, target)) { "Sign in with your company" } }
    };
    Html::page("Sign in", &content)
}

/// For whoever has failed too often, in so many seconds from now.
pub fn wait(seconds: i64) -> Html {
    let words = html! { p role="alert" { "Signing in has failed too often. Try again in 15 minutes." } };
    Html::page("Wait a while", &words).with_status(429).retry_after(seconds)
}

/// The password is right, but the account wants another way, which is there if the account has an identity provider.
pub fn elsewhere(way: Option<&str>) -> Html {
    let words = html! {
        @if let Some(way) = way {
            p { "Your account has you sign in with your company." }
            p { a href=(way) { "Go on to your company" } }
        } @else {
            p { "Your account has you sign in with your company. Ask an administrator of your account where." }
        }
    };
    Html::page("Sign in elsewhere", &words)
}

/// The form that asks for the vanity name of an account.
pub fn ask_company(target: &str) -> Html {
    let content = html! {
        form {
            input type="hidden" name="to" value=(target);
            label for="company" { "Name of your company here" }
            input #company name="company" autocomplete="organization" autocapitalize="none" maxlength="64" required autofocus;
            button { "Go on" }
        }
        p { a href=(sign_in_address(target)) { "Sign in with a password" } }
    };
    Html::page("Sign in with your company", &content)
}

/// The link that leads to an identity provider.
pub fn go_on(address: &str) -> Html {
    Html::page("Sign in with your company", &html! { p { a href=(address) { "Go on to your company" } } })
}

/// No account has this name, or it does not have its users sign in elsewhere.
pub fn no_company() -> Html {
    let words = html! {
        p { "Nobody signs in with this company at the moment. Look at its name." }
        p { a href=(COMPANY) { "Back" } }
    };
    Html::page("Not found", &words)
}

/// The identity provider does not know who it is, or nobody here is that.
pub fn single_sign_on_failed() -> Html {
    let words = html! {
        p role="alert" { "Your company did not sign you in here. Begin anew, or ask your administrator." }
        p { a href=(SIGN_IN) { "Begin anew" } }
    };
    Html::page("That did not work", &words)
}

/// The form of a code of the second factor.
pub fn code(csrf: &str, has_failed: bool) -> Html {
    let content = html! {
        @if has_failed { (wrong()) }
        p { "Type the code that your authenticator app shows, or one of your recovery codes." }
        (form(None, csrf, &code_field("code", "Code"), "Go on"))
        (form(Some("/pages/signout"), csrf, &html! {}, "Cancel"))
    };
    Html::page("One more proof", &content)
}

/// A code that was asked for elsewhere is not right.
pub fn wrong_code() -> Html {
    Html::page("That did not work", &html! { (wrong()) p { a href=(HOME) { "Back" } } })
}

/// A second factor that is offered.
pub struct Offered<'a> {
    /// Base32, as people type it.
    pub secret: &'a str,
    /// `otpauth://…`, as authenticator apps take it.
    pub link: &'a str,
    /// The link as SVG, where it fits into such a picture.
    pub picture: Option<&'a str>,
    /// Of who is signed in already; whoever is about to be has just shown it.
    pub asks_password: bool,
    /// What was not right.
    pub failed: Option<&'a str>,
}

/// The form that takes a second factor.
pub fn setup(csrf: &str, offered: &Offered<'_>) -> Html {
    let fields = html! {
        @if offered.asks_password { (password_field()) }
        (code_field("code", "Code"))
    };
    let content = html! {
        @if let Some(words) = offered.failed { (alert(words)) }
        p { "Add this key to your authenticator app, then type the code that it shows." }
        @if let Some(picture) = offered.picture {
            div role="img" aria-label="The key as a QR code" { (PreEscaped(picture)) }
        }
        p { a href=(offered.link) { "Open your authenticator app" } }
        p { "Key: " code { (grouped(offered.secret)) } }
        (form(None, csrf, &fields, "Take it"))
        (form(Some("/pages/signout"), csrf, &html! {}, "Sign out"))
    };
    Html::page("Take a second factor", &content)
}

/// Whoever has no password here is asked for its second factor elsewhere.
pub fn factor_of_company() -> Html {
    let words = html! {
        p { (OF_COMPANY) }
        p { a href=(HOME) { "Back" } }
    };
    Html::page("Your second factor", &words)
}

/// Recovery codes, which are shown once.
pub fn recovery_codes(codes: &[String], target: &str) -> Html {
    let content = html! {
        p { "Keep these codes in a safe place. Each signs you in once, should you lose your authenticator app. They are not shown again." }
        ul { @for code in codes { li { code { (code) } } } }
        p { a href=(target) { "Go on" } }
    };
    Html::page("Your recovery codes", &content)
}

/// The second factor of who is signed in.
pub struct Factor {
    pub has_factor: bool,
    /// Only beside a password of ours.
    pub may_take: bool,
    /// Not where the account asks this user for one.
    pub may_remove: bool,
}

/// Who is signed in, and what it can do about that.
pub fn account(account: &str, (email, is_confirmed): (&str, bool), csrf: &str, factor: Factor) -> Html {
    let everywhere = html! { input type="hidden" name="everywhere" value="true"; };
    let content = html! {
        p { "You are signed in to " (account) " as " (email) "." }
        @if !is_confirmed {
            p { "It is not confirmed yet that this address is yours." }
            (form(Some("/pages/confirmation"), csrf, &html! {}, "Confirm my address"))
        }
        (form(Some("/pages/signout"), csrf, &html! {}, "Sign out"))
        (form(Some("/pages/signout"), csrf, &everywhere, "Sign out everywhere"))
        h2 { "Second factor" }
        @if factor.has_factor {
            @let for_codes = code_field("for_codes", "Code for other recovery codes");
            @let for_removal = code_field("for_removal", "Code to give it up");
            (form(Some("/pages/two_factor/recovery_codes"), csrf, &for_codes, "Take other recovery codes"))
            @if factor.may_remove { (form(Some("/pages/two_factor/remove"), csrf, &for_removal, "Give it up")) }
        } @else if factor.may_take {
            p { a href="/pages/two_factor/setup" { "Take a second factor" } }
        } @else {
            p { (OF_COMPANY) }
        }
    };
    Html::page("Your account", &content)
}

/// A link that confirms an address is on its way.
pub fn confirmation_is_sent(email: &str, back: &str) -> Html {
    let words = html! {
        p { "A link is on its way to " (email) ". Follow it within seven days." }
        p { a href=(back) { "Back" } }
    };
    Html::page("Look into your mail", &words)
}

/// To this address, or back to the one of the page.
pub fn form(action: Option<&str>, csrf: &str, fields: &Markup, button: &str) -> Markup {
    html! {
        form method="post" action=[action] {
            input type="hidden" name="csrf" value=(csrf);
            (fields)
            button { (button) }
        }
    }
}

/// Where a page has two of them, their labels differ, for who hears them alone.
fn code_field(id: &str, label: &str) -> Markup {
    html! {
        label for=(id) { (label) }
        input id=(id) name="code" autocomplete="one-time-code" maxlength="64" required;
    }
}

/// What screen readers say at once.
pub fn alert(words: &str) -> Markup {
    html! { p role="alert" { (words) } }
}

fn wrong() -> Markup {
    alert(WRONG_CODE)
}

fn password_field() -> Markup {
    html! {
        label for="password" { "Password" }
        input #password name="password" type="password" autocomplete="current-password" maxlength=(LONGEST) required;
    }
}

/// In groups of four, as people read it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
