//! Random walks over the forms of sign-in, reset, confirmation and consent: without a proof nobody finds a way in, and no app
//! is given anything.
use super::{
    Browser, HOME, SIGN_IN,
    browser::csrf,
    two_factor::{self, CODE, SETUP},
};
use crate::{
    answer::Answer,
    oauth::{App, BACK},
    server::{START, Setup},
    users::{PASSWORD, invited, person},
    world::World,
};
use proptest::prelude::*;
use serde_json::json;
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
    /// The app, which nobody has allowed anything, asks for tokens.
    Redeem {
        grant: usize,
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
const DEVICE: &str = "/oauth/device";
/// How many pages of consent follow those.
const OF_CONSENT: usize = 4;
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const GUESSES: [&str; 6] = ["", "000000", "Another-7-pass", "aaaa-aaaa-aaaa-aaaa", "true", "' OR 1=1 --"];

fn page() -> impl Strategy<Value = usize> {
    prop_oneof![2 => 0..PAGES.len(), 1 => PAGES.len()..PAGES.len() + OF_CONSENT]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => page().prop_map(Step::Open),
        6 => (page(), 0..4usize, any::<bool>(), 0..GUESSES.len())
            .prop_map(|(page, email, has_csrf, guess)| Step::Send { page, email, has_csrf, guess }),
        1 => (0..4usize, 0..GUESSES.len()).prop_map(|(grant, guess)| Step::Redeem { grant, guess }),
        1 => (0..3usize).prop_map(Step::Cookie),
        2 => Just(Step::HalfWay),
        1 => Just(Step::Fresh),
    ]
}

/// Who is there in all walks: with a password, with a second factor, only invited, and nobody; and a device that waits.
struct Scene {
    world: &'static World,
    emails: [String; 4],
    /// [`PAGES`], and those of consent.
    pages: Vec<String>,
    app: App<'static>,
    /// The code that the device keeps, and the one that it shows.
    device: String,
    shown: String,
    /// What the pages of consent have asked somebody who was signed in: for the device, and for the app.
    asked: [String; 2],
}

fn scene() -> &'static Scene {
    static SCENE: OnceLock<Scene> = OnceLock::new();
    SCENE.get_or_init(|| {
        // Nobody waits here: what is not looked at finds no way in either.
        let gate = platform::Gate { failures_of_account: 1_000_000, ..Default::default() };
        let world: &'static World = Box::leak(Box::new(World::with(Setup { gate, ..Setup::default() })));
        let master = world.master();
        let [(_, ann), (_, guarded)] = ["ann", "bob"].map(|name| person(&master, name));
        two_factor::take(&Browser::new(world).signs_in(&guarded, PASSWORD), START);
        let (_, invited) = invited(&master, "carl");
        let nobody = world.email("nobody");
        let app = App::installed(&master, json!({"device": true}));
        let codes = app.asks("devicecode", &[]).is(200);
        let (device, shown) = (codes.text("device_code"), codes.text("user_code"));
        let owner = Browser::of(&master, &master.owner_id);
        let csrf = owner.get(DEVICE).is(200).csrf();
        let entered = owner.post(DEVICE, &[("csrf", &csrf), ("user_code", &shown)]).is(200);
        let asked = [entered, owner.get(&app.page()).is(200)].map(|page| page.hidden()["asked"].clone());
        let of_device = [DEVICE.to_owned(), format!("{DEVICE}?user_code={shown}")];
        let of_consent = of_device.into_iter().chain([app.page(), app.page_with_challenge()]);
        let pages: Vec<String> = PAGES.map(str::to_owned).into_iter().chain(of_consent).collect();
        assert_eq!(pages.len(), PAGES.len() + OF_CONSENT);
        Scene { world, emails: [ann, guarded, invited, nobody], pages, app, device, shown, asked }
    })
}

impl Scene {
    /// The app asks for tokens with what is guessed, and with the codes that are there.
    fn redeems(&self, grant: usize, guess: &str) -> Answer {
        let device = ("grant_type", DEVICE_GRANT);
        match grant {
            0 => self.app.redeems(guess),
            1 => self.app.refreshes(guess),
            2 => self.app.asks("token", &[device, ("device_code", guess)]),
            _ => self.app.asks("token", &[device, ("device_code", &self.shown)]),
        }
    }
    /// Whether the device still waits for somebody to decide.
    fn waits(&self) -> bool {
        let answer = self.app.asks("token", &[("grant_type", DEVICE_GRANT), ("device_code", &self.device)]);
        ["authorization_pending", "slow_down"].into_iter().any(|error| answer["error"] == error)
    }
}

/// What a form carries: that of the page itself, or else of one that is shown to this browser.
fn carried(browser: &Browser<'_>, page: &str) -> String {
    let mut shown = [page, CODE, SIGN_IN].into_iter().map(|page| browser.get(page));
    let form = shown.find(|shown| shown.page().contains("name=\"csrf\""));
    form.map_or_else(String::new, |form| csrf(&form))
}

/// Whatever a browser is answered with, it is not sent on with a code.
fn brings_no_code(answer: &Answer) {
    let place = answer.headers.get("location").map_or("", |place| place.to_str().expect("text"));
    let query = place.split_once('?').map_or("", |(_, query)| query);
    let has_code = form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "code");
    assert!(!has_code && !place.starts_with(BACK), "{answer}\nsent to {place}");
}

fn take(scene: &'static Scene, browser: Browser<'static>, step: Step) -> Browser<'static> {
    match step {
        Step::Open(page) => brings_no_code(&browser.get(&scene.pages[page])),
        Step::Send { page, email, has_csrf, guess } => {
            let page = &scene.pages[page];
            let csrf = if has_csrf { carried(&browser, page) } else { String::new() };
            let [of_device, of_app] = &scene.asked;
            let asked: &str = if page.starts_with(DEVICE) { of_device } else { of_app };
            let decision = if guess % 2 == 0 { "allow" } else { "deny" };
            let guess = GUESSES[guess];
            let fields = [
                ("csrf", &*csrf),
                ("email", &scene.emails[email]),
                ("password", guess),
                ("code", guess),
                ("everywhere", guess),
                ("user_code", &scene.shown),
                ("asked", asked),
                ("decision", decision),
            ];
            let answer = browser.post(page, &fields);
            assert!(answer.status < 500, "{answer}");
            brings_no_code(&answer);
        }
        Step::Redeem { grant, guess } => drop(scene.redeems(grant, GUESSES[guess]).is(400)),
        Step::Cookie(kind) => {
            let value = [String::new(), "A".repeat(43), browser.cookie("visit").unwrap_or_default()];
            browser.set_cookie("session", &value[kind]);
        }
        Step::HalfWay => drop(browser.try_password(&scene.emails[1], PASSWORD)),
        Step::Fresh => return Browser::new(scene.world),
    }
    browser
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn no_way_leads_in_without_a_proof(steps in prop::collection::vec(step(), 1..12)) {
        let scene = scene();
        let mut browser = Browser::new(scene.world);
        for step in &steps {
            browser = take(scene, browser, *step);
            let home = browser.get(HOME);
            prop_assert_eq!(home.status, 303, "{:?}", steps);
            prop_assert!(scene.waits(), "{:?}", steps);
        }
    }
}
