//! Random walks over the forms of sign-in, reset and confirmation: without a proof nobody finds a way in.
use super::{
    Browser, HOME, SIGN_IN,
    browser::csrf,
    two_factor::{CODE, SETUP, guarded},
};
use crate::{
    users::{PASSWORD, invited, person},
    world::World,
};
use proptest::prelude::*;
use std::sync::OnceLock;

/// A step of somebody who knows emails, and no secret but the one that the walk allows.
#[derive(Clone, Copy, Debug)]
enum Step {
    Open(usize),
    Send {
        page: usize,
        email: usize,
        has_csrf: bool,
        guess: usize,
    },
    /// A cookie of its own making.
    Cookie(usize),
    /// The password of somebody whose second factor is not known.
    HalfWay,
    /// Cookies are forgotten.
    Fresh,
}

const PAGES: [&str; 14] = [
    SIGN_IN,
    CODE,
    SETUP,
    HOME,
    "/pages/signout",
    "/pages/managed_domain",
    "/pages/confirmation",
    "/pages/two_factor/remove",
    "/pages/two_factor/recovery_codes",
    "/pages/password",
    "/pages/links/guessed",
    "/pages/signin?to=/pages/account",
    "/pages/sso?company=guessed",
    "/pages/sso/guessed/callback?code=guessed&state=guessed",
];
const GUESSES: [&str; 6] = ["", "000000", "Another-7-pass", "aaaa-aaaa-aaaa-aaaa", "true", "' OR 1=1 --"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..PAGES.len()).prop_map(Step::Open),
        6 => (0..PAGES.len(), 0..4usize, any::<bool>(), 0..GUESSES.len())
            .prop_map(|(page, email, has_csrf, guess)| Step::Send { page, email, has_csrf, guess }),
        1 => (0..3usize).prop_map(Step::Cookie),
        2 => Just(Step::HalfWay),
        1 => Just(Step::Fresh),
    ]
}

/// Who is there in all walks: with a password, with a second factor, only invited, and nobody.
struct Scene {
    world: World,
    emails: [String; 4],
}

fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| {
        // Nobody waits here: what is not looked at finds no way in either.
        let gate = platform::Gate { failures_of_account: 1_000_000, ..Default::default() };
        let world = World::with(crate::server::Setup { gate, ..Default::default() });
        let master = world.master();
        let (_, ann) = person(&master, "ann");
        let (_, guarded, _, _) = guarded(&world, "bob");
        let (_, invited) = invited(&master, "carl");
        let nobody = world.email("nobody");
        Scene { emails: [ann, guarded, invited, nobody], world }
    })
}

fn take(scene: &'static Scene, browser: Browser<'static>, step: Step) -> Browser<'static> {
    match step {
        Step::Open(page) => drop(browser.get(PAGES[page])),
        Step::Send { page, email, has_csrf, guess } => {
            let shown = browser.get(PAGES[page]);
            let csrf = if has_csrf && shown.page().contains("name=\"csrf\"") { csrf(&shown) } else { String::new() };
            let guess = GUESSES[guess];
            let fields = [
                ("csrf", &*csrf),
                ("email", &scene.emails[email]),
                ("password", guess),
                ("code", guess),
                ("everywhere", guess),
            ];
            let answer = browser.post(PAGES[page], &fields);
            assert!(answer.status < 500, "{answer}");
        }
        Step::Cookie(kind) => {
            let value = [String::new(), "A".repeat(43), browser.cookie("visit").unwrap_or_default()];
            browser.set_cookie("session", &value[kind]);
        }
        Step::HalfWay => drop(browser.try_password(&scene.emails[1], PASSWORD)),
        Step::Fresh => return Browser::new(&scene.world),
    }
    browser
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn no_way_leads_in_without_a_proof(steps in prop::collection::vec(step(), 1..12)) {
        let scene = scene();
        let mut browser = Browser::new(&scene.world);
        for step in &steps {
            browser = take(scene, browser, *step);
            let home = browser.get(HOME);
            prop_assert_eq!(home.status, 303, "{:?}", steps);
        }
    }
}
