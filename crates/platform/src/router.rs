//! From method and path to a declared operation. Looked at before the token is.
use crate::{
    decide::{Aim, Rule},
    failure::*,
    metrics::Tally,
    needs::{Needs, ScopeIndex},
    operation::{Api, Mount, Operation},
    query::decode_segment,
};
use http::Method;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The variable of a path that can be the word `me`.
pub(crate) const USER_ID: &str = "userId";

/// How a mounted operation names the account it is made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// The caller's own account.
    Direct,
    /// Below `/accounts/{accountId}`.
    Prefixed,
}

/// An operation at one of its places.
pub struct Mounted {
    pub operation: Arc<Operation>,
    pub face: Face,
    /// The whole path with its variables.
    pub template: String,
    pub rule: Arc<Rule>,
    pub tally: Tally,
}

/// A place, and what it answers by method: a few, so that looking through them is quicker than anything else.
#[derive(Default)]
struct Place {
    methods: Vec<(Method, Arc<Mounted>)>,
}

/// All places of all surfaces.
pub struct Router {
    places: matchit::Router<usize>,
    table: Vec<Place>,
    mounted: Arc<[Arc<Mounted>]>,
}

/// A router to which places are added.
#[derive(Default)]
struct Building {
    places: matchit::Router<usize>,
    table: Vec<Place>,
    mounted: Vec<Arc<Mounted>>,
    faults: Vec<String>,
}

/// A request that found its operation.
pub struct Found {
    pub mounted: Arc<Mounted>,
    /// The segment after `/accounts/`, decoded, on the prefixed face.
    pub account: Option<String>,
    /// The other variables of the path, decoded.
    pub variables: Map<String, Value>,
}

/// Why a request found none.
pub enum Lost {
    Unknown,
    /// The place exists; these methods do (`GET, HEAD, OPTIONS`).
    WrongMethod {
        allow: String,
    },
}

impl Found {
    /// How its path names the account.
    pub fn aim(&self) -> Aim<'_> {
        match self.account.as_deref() {
            None => Aim::Absent,
            Some("me") => Aim::Me,
            Some(id) => Aim::Literal(id),
        }
    }
}

impl Building {
    fn mount(&mut self, operation: Arc<Operation>, index: &mut ScopeIndex) {
        let Ok(method) = operation.method.parse::<Method>() else { return self.faults.push(operation.key()) };
        let rule = Arc::new(Rule {
            needs: operation.needs.resolve(index),
            privileges: operation.privileges,
            unprivileged: operation.unprivileged,
            family: operation.family(),
            for_oneself: operation.for_oneself,
            is_read: operation.method == "GET",
            while_self_paying: operation.while_self_paying,
            on_second_level: operation.on_second_level,
            masters_only: operation.masters_only,
            paid_only: operation.paid_only,
        });
        if operation.privileges.is_empty() && operation.needs != Needs::Nothing && rule.family.is_empty() {
            let key = operation.key();
            self.faults.push(format!("{key} names no privilege, and its scope has no family (families.rs)"));
        }
        for (place, template) in operation.mounts().into_iter().enumerate() {
            let face = if place > 0 || operation.mount == Mount::Account { Face::Prefixed } else { Face::Direct };
            let (operation, rule, tally) = (operation.clone(), rule.clone(), Tally::default());
            self.put(&method, Arc::new(Mounted { operation, face, template, rule, tally }));
        }
    }
    fn put(&mut self, method: &Method, mounted: Arc<Mounted>) {
        let template = &mounted.template;
        match self.place(template) {
            Ok(place) if place.of_method(method).is_none() => {
                place.methods.push((method.clone(), mounted.clone()));
                self.mounted.push(mounted);
            }
            Ok(_) => self.faults.push(format!("{method} {template} is declared twice")),
            Err(fault) => self.faults.push(format!("{template}: {fault}")),
        }
    }
    /// The place of a template, whatever its variables are called.
    fn place(&mut self, template: &str) -> std::result::Result<&mut Place, String> {
        // Taken for a path, a template finds its own place, or one that takes some of its words for a variable.
        let found = self.places.at(template).ok().map(|found| *found.value);
        let known = found.filter(|at| self.table.get(*at).is_some_and(|place| place.is_of(template)));
        let at = match known {
            Some(at) => at,
            None => {
                self.places.insert(template, self.table.len()).map_err(|fault| fault.to_string())?;
                self.table.push(Place::default());
                self.table.len() - 1
            }
        };
        self.table.get_mut(at).ok_or_else(|| "no place".to_owned())
    }
}

impl Router {
    /// # Errors
    /// Lines that say which declarations cannot work.
    pub fn build(apis: Vec<Api>, index: &mut ScopeIndex) -> std::result::Result<Self, Vec<String>> {
        let mut building = Building::default();
        for operation in apis.into_iter().flat_map(|api| api.operations) {
            building.mount(operation, index);
        }
        let Building { places, table, mounted, faults } = building;
        if faults.is_empty() { Ok(Router { places, table, mounted: mounted.into() }) } else { Err(faults) }
    }
    /// One trailing slash is ignored; an empty segment is an unknown route; segments are decoded once, after splitting.
    ///
    /// # Errors
    /// [`Lost::WrongMethod`] where the place knows other methods, [`Lost::Unknown`] where there is none.
    pub fn find(&self, method: &Method, path: &str) -> std::result::Result<Found, Lost> {
        let path = path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path);
        let found = self.places.at(path).map_err(|_| Lost::Unknown)?;
        if path.contains("//") {
            return Err(Lost::Unknown);
        }
        let place = self.table.get(*found.value).ok_or(Lost::Unknown)?;
        let Some(mounted) = place.of(method) else { return Err(Lost::WrongMethod { allow: place.allow() }) };
        let mut account = None;
        let mut variables = Map::new();
        let values = found.params.iter().map(|(_, value)| decode_segment(value));
        for (name, value) in names(&mounted.template).zip(values) {
            if name == "accountId" {
                account = Some(value.into_owned());
            } else {
                variables.insert(name.to_owned(), value.into_owned().into());
            }
        }
        Ok(Found { mounted: mounted.clone(), account, variables })
    }
    /// Every operation at every place, in the order of declaration.
    pub fn mounted(&self) -> &Arc<[Arc<Mounted>]> {
        &self.mounted
    }
}

impl Place {
    /// Whether its templates are this one, whatever their variables are called.
    fn is_of(&self, template: &str) -> bool {
        self.methods.first().is_some_and(|(_, mounted)| words(&mounted.template).eq(words(template)))
    }
    /// HEAD is answered by a GET that only reads: whoever asks for headers has nothing issued, and uses nothing up.
    fn of(&self, method: &Method) -> Option<&Arc<Mounted>> {
        let get = || self.of_method(&Method::GET).filter(|mounted| !mounted.operation.writes());
        self.of_method(method).or_else(|| if *method == Method::HEAD { get() } else { None })
    }
    fn of_method(&self, method: &Method) -> Option<&Arc<Mounted>> {
        self.methods.iter().find(|(of, _)| of == method).map(|(_, mounted)| mounted)
    }
    fn allow(&self) -> String {
        let mut names: Vec<&str> = self.methods.iter().map(|(method, _)| method.as_str()).collect();
        if self.of(&Method::HEAD).is_some() {
            names.push("HEAD");
        }
        names.push("OPTIONS");
        names.sort_unstable();
        names.join(", ")
    }
}

/// What stands between the slashes of a template; nothing in place of a variable.
fn words(template: &str) -> impl Iterator<Item = Option<&str>> {
    template.split('/').map(|segment| (!segment.starts_with('{')).then_some(segment))
}

/// The names of a template's variables, in order.
fn names(template: &str) -> impl Iterator<Item = &str> {
    template.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

impl From<Lost> for Failure {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Unknown => UNKNOWN_ROUTE,
            Lost::WrongMethod { .. } => WRONG_METHOD,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoContent, surface::Surface};
    use storage::Tenant;

    fn read(_: &Tenant) -> crate::Result<NoContent> {
        Ok(NoContent)
    }
    fn change(_: &mut Tenant) -> crate::Result<NoContent> {
        Ok(NoContent)
    }

    fn router(declared: &[(Method, &'static str)]) -> std::result::Result<Router, Vec<String>> {
        let mut api = Api::new(Surface::Files);
        for (method, path) in declared {
            match *method {
                Method::GET => api.get(path, read),
                _ => api.delete(path, change),
            };
        }
        Router::build(vec![api], &mut ScopeIndex::default())
    }

    /// The template that a path leads to, and the values of its variables; or the methods that its place knows.
    fn led(router: &Router, method: Method, path: &str) -> std::result::Result<(String, Vec<String>), String> {
        match router.find(&method, path) {
            Ok(found) => {
                let values = found.variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
                Ok((found.mounted.template.clone(), values))
            }
            Err(Lost::WrongMethod { allow }) => Err(allow),
            Err(Lost::Unknown) => Err("nowhere".to_owned()),
        }
    }

    #[test]
    fn a_place_is_one_whatever_its_variables_are_called_and_a_word_is_none_of_them() {
        let paths =
            ["/users/{userId}", "/users/email", "/users/{userId}/{of}", "/users/email/{of}", "/{any}/email/{of}"];
        for is_reversed in [false, true] {
            let mut declared: Vec<_> = paths.into_iter().map(|path| (Method::GET, path)).collect();
            declared.push((Method::DELETE, "/users/{id}"));
            if is_reversed {
                declared.reverse();
            }
            let router = router(&declared).unwrap();
            let led = |method, path| led(&router, method, path);
            let to = |template: &str, values: &[&str]| {
                Ok((format!("/files{template}"), values.iter().map(|value| (*value).to_owned()).collect()))
            };
            assert_eq!(led(Method::GET, "/files/users/1"), to("/users/{userId}", &["userId=\"1\""]));
            assert_eq!(led(Method::DELETE, "/files/users/1"), to("/users/{id}", &["id=\"1\""]));
            assert_eq!(led(Method::GET, "/files/users/email"), to("/users/email", &[]));
            assert_eq!(led(Method::DELETE, "/files/users/email"), Err("GET, HEAD, OPTIONS".to_owned()));
            assert_eq!(led(Method::GET, "/files/users/1/2"), to("/users/{userId}/{of}", &["of=\"2\"", "userId=\"1\""]));
            assert_eq!(led(Method::GET, "/files/users/email/2"), to("/users/email/{of}", &["of=\"2\""]));
            assert_eq!(
                led(Method::GET, "/files/roles/email/2"),
                to("/{any}/email/{of}", &["any=\"roles\"", "of=\"2\""])
            );
            assert_eq!(led(Method::GET, "/files/users"), Err("nowhere".to_owned()));
        }
    }

    #[test]
    fn what_is_declared_twice_is_a_fault_also_under_another_name() {
        let faults = router(&[(Method::GET, "/users/{userId}"), (Method::GET, "/users/{id}")]).err().unwrap();
        assert_eq!(faults, ["GET /files/users/{id} is declared twice"]);
    }
}
