//! The pages with which people sign in: a heading, some words, and forms of few fields.
use maud::{Markup, html};
use platform::Html;

pub const WRONG_CODE: &str = "The code is not right, or was used already.";
pub const WRONG_PASSWORD: &str = "The password is not right.";

/// The form of an email and a password.
pub fn sign_in(csrf: &str, has_failed: bool) -> Html {
    let fields = html! {
        label for="email" { "Email" }
        input #email name="email" type="email" autocomplete="username" maxlength="128" required autofocus;
        (password_field())
    };
    let content = html! {
        @if has_failed { (alert("Email or password is not right.")) }
        (form(None, csrf, &fields, "Sign in"))
        p { a href="/pages/password" { "Set another password" } }
    };
    Html::page("Sign in", &content)
}

/// For whoever has failed too often, in so many seconds from now.
pub fn wait(seconds: i64) -> Html {
    let words = html! { p role="alert" { "Signing in has failed too often. Try again in 15 minutes." } };
    Html::page("Wait a while", &words).with_status(429).retry_after(seconds)
}

/// The password is right, but the account wants another way.
pub fn elsewhere() -> Html {
    let words = html! {
        p { "Your account has you sign in with your company. Ask an administrator of your account where." }
    };
    Html::page("Sign in elsewhere", &words)
}

/// The form of a code of the second factor.
pub fn code(csrf: &str, has_failed: bool) -> Html {
    let content = html! {
        @if has_failed { (wrong()) }
        p { "Type the code that your authenticator app shows, or one of your recovery codes." }
        (form(None, csrf, &code_field("code"), "Go on"))
        (form(Some("/pages/signout"), csrf, &html! {}, "Cancel"))
    };
    Html::page("One more proof", &content)
}

/// A code that was asked for elsewhere is not right.
pub fn wrong_code() -> Html {
    Html::page("That did not work", &html! { (wrong()) p { a href="/pages/account" { "Back" } } })
}

/// A second factor that is offered.
pub struct Offered<'a> {
    pub secret: &'a str,
    pub link: &'a str,
    pub asks_password: bool,
    /// What was not right.
    pub failed: Option<&'a str>,
}

/// The form that takes a second factor.
pub fn setup(csrf: &str, offered: &Offered<'_>) -> Html {
    let fields = html! {
        @if offered.asks_password { (password_field()) }
        (code_field("code"))
    };
    let content = html! {
        @if let Some(words) = offered.failed { (alert(words)) }
        p { "Add this key to your authenticator app, then type the code that it shows." }
        p { a href=(offered.link) { "Open your authenticator app" } }
        p { "Key: " code { (grouped(offered.secret)) } }
        (form(None, csrf, &fields, "Take it"))
        (form(Some("/pages/signout"), csrf, &html! {}, "Sign out"))
    };
    Html::page("Take a second factor", &content)
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
    pub may_remove: bool,
}

/// Who is signed in, and what it can do about that.
pub fn account(account: &str, email: &str, csrf: &str, factor: Factor) -> Html {
    let everywhere = html! { input type="hidden" name="everywhere" value="true"; };
    let content = html! {
        p { "You are signed in to " (account) " as " (email) "." }
        (form(Some("/pages/signout"), csrf, &html! {}, "Sign out"))
        (form(Some("/pages/signout"), csrf, &everywhere, "Sign out everywhere"))
        h2 { "Second factor" }
        @if factor.has_factor {
            (form(Some("/pages/two_factor/recovery_codes"), csrf, &code_field("for_codes"), "Take other recovery codes"))
            @if factor.may_remove {
                (form(Some("/pages/two_factor/remove"), csrf, &code_field("for_removal"), "Give it up"))
            }
        } @else {
            p { a href="/pages/two_factor/setup" { "Take a second factor" } }
        }
    };
    Html::page("Your account", &content)
}

/// To this address, or back to the one of the page.
fn form(action: Option<&str>, csrf: &str, fields: &Markup, button: &str) -> Markup {
    html! {
        form method="post" action=[action] {
            input type="hidden" name="csrf" value=(csrf);
            (fields)
            button { (button) }
        }
    }
}

fn code_field(id: &str) -> Markup {
    html! {
        label for=(id) { "Code" }
        input id=(id) name="code" autocomplete="one-time-code" maxlength="64" required;
    }
}

fn alert(words: &str) -> Markup {
    html! { p role="alert" { (words) } }
}

fn wrong() -> Markup {
    alert(WRONG_CODE)
}

fn password_field() -> Markup {
    html! {
        label for="password" { "Password" }
        input #password name="password" type="password" autocomplete="current-password" maxlength="1024" required;
    }
}

/// In groups of four, as people read it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
