//! A browser: it keeps cookies as it is told to, fills forms in, and goes where it is sent only when it is asked to.
use super::{HOME, SIGN_IN};
use crate::{answer::Answer, world::World};
use std::{cell::RefCell, collections::BTreeMap};

/// One browser, with its cookies.
#[derive(Clone)]
pub struct Browser<'w> {
    pub world: &'w World,
    cookies: RefCell<BTreeMap<String, String>>,
    address: String,
}

impl<'w> Browser<'w> {
    /// One that calls from the address of its world.
    pub fn new(world: &'w World) -> Self {
        Browser { world, cookies: RefCell::default(), address: world.address() }
    }
    /// One that calls from this address, as the proxy says; the proxy says nothing where it is empty.
    pub fn at(world: &'w World, address: &str) -> Self {
        Browser { address: address.to_owned(), ..Browser::new(world) }
    }
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Vec::new())
    }
    /// Sends a form as it stands, without a look at the page.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        self.send("POST", path, &kind, form.into_bytes())
    }
    /// Opens a page, and sends a form that carries what the page's forms do.
    pub fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = csrf(&self.get(page));
        self.post(action, &[&[("csrf", csrf.as_str())], fields].concat())
    }
    /// Any request, with the cookies.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, String)], body: Vec<u8>) -> Answer {
        let all = [headers, &self.headers()].concat();
        let answer = self.world.send_bytes(method, path, &all, body);
        self.keep(&answer);
        answer
    }
    /// What goes with each request.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let address = (!self.address.is_empty()).then(|| ("x-forwarded-for", self.address.clone()));
        let cookies = (!cookies.is_empty()).then(|| ("cookie", cookies.join("; ")));
        address.into_iter().chain(cookies).collect()
    }
    fn keep(&self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let (pair, rest) = line.to_str().unwrap().split_once(';').expect("attributes");
            let (name, value) = pair.split_once('=').expect("a value");
            match rest.contains("Max-Age=0") {
                true => drop(self.cookies.borrow_mut().remove(name)),
                false => drop(self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned())),
            }
        }
    }
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(&format!("__Host-{name}")).cloned()
    }
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(format!("__Host-{name}"), value.to_owned());
    }
    /// Opens the form and sends it.
    pub fn try_password(&self, email: &str, password: &str) -> Answer {
        self.submit(SIGN_IN, SIGN_IN, &[("email", email), ("password", password)])
    }
    /// The same, with success.
    #[track_caller]
    pub fn signs_in(self, email: &str, password: &str) -> Self {
        self.try_password(email, password).goes_to(HOME);
        assert!(self.is_signed_in());
        self
    }
    pub fn is_signed_in(&self) -> bool {
        self.get(HOME).status == 200
    }
}

impl Answer {
    /// The browser is sent there.
    #[track_caller]
    pub fn goes_to(self, address: &str) -> Self {
        assert_eq!((self.status, self.header("location")), (303, address), "{self}");
        self
    }
}

/// What the first form of the page carries.
#[track_caller]
pub fn csrf(page: &Answer) -> String {
    let text = page.page();
    let rest = text.split_once("name=\"csrf\" value=\"").unwrap_or_else(|| panic!("no form: {page}\n{text}")).1;
    rest.split_once('"').expect("its end").0.to_owned()
}
