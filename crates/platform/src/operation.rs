//! One declaration per operation. Routes, decision, document, limits, metrics and the tests over all are derived from it.
use crate::{
    decide::NO_PRIVILEGE,
    failure::*,
    families,
    handler::{Erased, Prepare, Prepares, Reads, Run, Writes},
    limits::Rate,
    needs::Needs,
    privileges::Privilege,
    provisioning::NOT_PRIVILEGED,
    router::USER_ID,
    schema::Declared,
    surface::Surface,
};
use serde_json::Value;
use std::{
    any::TypeId,
    sync::{Arc, LazyLock},
};

/// Where an operation answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mount {
    /// For the caller's own account, and below `/accounts/{accountId}` for another.
    Both,
    /// Its own path begins with `/accounts/{accountId}`.
    Account,
    /// Only as it stands.
    Direct,
}

/// What an operation takes and gives.
#[derive(Debug, Default)]
pub struct Shape {
    pub path: Option<Declared>,
    pub query: Option<Declared>,
    /// The query fields of a list, beside `query`.
    pub paging: Option<Declared>,
    /// Absent: the body is left unread.
    pub body: Option<Declared>,
    /// The status of success.
    pub status: u16,
    /// The schema of the answer; absent for 204, and for a file.
    pub output: Option<LazyLock<Value>>,
    /// The answer is a file.
    pub is_file: bool,
    /// What of the configuration it works with, by type and name.
    pub(crate) takes: Vec<(TypeId, &'static str)>,
}

impl Shape {
    pub(crate) fn answers(&mut self, status: u16, output: Option<fn() -> Value>) {
        self.status = status;
        self.output = output.map(LazyLock::new);
    }
    /// Whether a field of the query has the value that counts where it is left out.
    pub(crate) fn is_default(&self, name: &str, value: &Value) -> bool {
        let mut declared = [&self.query, &self.paging].into_iter().flatten();
        declared.any(|declared| declared.schema().is_ok_and(|schema| schema.is_default(name, value)))
    }
}

/// Where the request names a second account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondIn {
    /// By this field at the root of the body.
    Body(&'static str),
    /// By this field of the query.
    Query(&'static str),
}

/// The field of a form that holds its file.
#[derive(Clone, Copy, Debug)]
pub struct FileField {
    pub name: &'static str,
    /// Bytes.
    pub most: u64,
    /// What a larger file is refused with.
    pub too_large: Failure,
}

/// One declared operation.
pub struct Operation {
    pub surface: Surface,
    pub mount: Mount,
    /// In capitals: `GET`.
    pub method: &'static str,
    /// As documented, with `{variables}`.
    pub path: &'static str,
    pub summary: &'static str,
    pub needs: Needs,
    /// Any one of these suffices. Empty: the documents name none.
    pub privileges: &'static [Privilege],
    /// What a role without them is refused with; `{}` is the privilege.
    pub unprivileged: Failure,
    /// Fields of its query or body, and the refusal of what does not fit one of them, where that is not [`VALIDATION`].
    pub unfit: Option<(&'static [&'static str], Failure)>,
    /// A user may call it on itself, through an app of its own, without a privilege.
    pub for_oneself: bool,
    pub rate: Rate,
    /// Those of its handler. What every operation can answer is in [`PIPELINE_FAILURES`](crate::PIPELINE_FAILURES).
    pub failures: Vec<Failure>,
    pub shape: Shape,
    pub second: Option<SecondIn>,
    /// What of a form may stand in the query too. Addresses are written down, so no secret is among it.
    pub form_query: &'static [&'static str],
    /// The body is a form with a file in this field.
    pub file: Option<FileField>,
    /// Answers although the subaccount pays for itself.
    pub while_self_paying: bool,
    /// A top-level master may address a second-level master by id with it.
    pub on_second_level: bool,
    /// Only a master that manages subaccounts may call it.
    pub masters_only: bool,
    /// Only a paid account answers; the refusal otherwise.
    pub paid_only: Option<Failure>,
    /// The handler runs one statement at most, so it needs no transaction around it. Builds with debug assertions hold it
    /// to that.
    pub one_statement: bool,
    /// The handler, or what is made ready for it, may read thousands of rows, which no worker waits for.
    pub reads_much: bool,
    /// Why this change writes no event.
    pub silent: Option<&'static str>,
    /// What is made ready for it waits for other machines.
    pub goes_out: bool,
    /// It is published to be called on an account once in so many minutes.
    pub once_in: Option<i64>,
    /// The types of the files that it answers with, beside or instead of JSON.
    pub gives: &'static [&'static str],
    /// The largest body, in bytes.
    pub body_limit: usize,
    pub(crate) run: Run,
    pub(crate) prepare: Prepare,
}

/// Bytes of the longest body that is read: 1 MiB, and 64 KiB of those that anybody may send.
fn body_limit(surface: Surface) -> usize {
    match surface {
        Surface::Tokens | Surface::Pages | Surface::Consent | Surface::Demo => 1 << 16,
        Surface::Tenants | Surface::Provisioning | Surface::WellKnown | Surface::Files | Surface::Operator => 1 << 20,
    }
}

impl Operation {
    /// One line, in our own words, for the document.
    pub fn summary(&mut self, text: &'static str) -> &mut Self {
        self.summary = text;
        self
    }
    /// The granular scope without its level (`user:read:list_users`). The mount and the path's text decide the level;
    /// classic scopes follow from the table in `scopes.rs`.
    pub fn scope(&mut self, granular: &'static str) -> &mut Self {
        self.needs = Needs::Regular(granular);
        self
    }
    /// Irregular scopes, stated whole.
    pub fn scopes(&mut self, needs: Needs) -> &mut Self {
        self.needs = needs;
        self
    }
    /// The privileges of which any one suffices.
    pub fn privilege(&mut self, any_of: &'static [Privilege]) -> &mut Self {
        self.privileges = any_of;
        self
    }
    /// A role without the privilege is refused with other words than those of its surface.
    pub fn unprivileged(&mut self, refusal: Failure) -> &mut Self {
        self.unprivileged = refusal;
        self
    }
    /// What does not fit one of these fields is refused with other words than [`VALIDATION`]; each field keeps its own.
    pub fn unfit(&mut self, fields: &'static [&'static str], refusal: Failure) -> &mut Self {
        self.unfit = Some((fields, refusal));
        self.fails(&[refusal])
    }
    /// A user may call it on itself, through an app of its own, without a privilege (`platform.md` 3.7). The handler holds a
    /// change to what users may change of themselves.
    pub fn for_oneself(&mut self) -> &mut Self {
        self.for_oneself = true;
        self
    }
    /// The published rate limit label.
    pub fn rate(&mut self, rate: Rate) -> &mut Self {
        self.rate = rate;
        self
    }
    /// The failures that the handler itself can produce.
    pub fn fails(&mut self, failures: &[Failure]) -> &mut Self {
        self.failures.extend_from_slice(failures);
        self
    }
    /// It answers there alone.
    pub fn only(&mut self, mount: Mount) -> &mut Self {
        self.mount = mount;
        self
    }
    /// The request names a second account there; it is decided about like the first, from the same caller.
    pub fn second(&mut self, place: SecondIn) -> &mut Self {
        self.second = Some(place);
        self
    }
    /// These fields of the form may stand in the query too. No secret may be among them but one that ends with
    /// the call.
    pub fn in_query(&mut self, fields: &'static [&'static str]) -> &mut Self {
        self.form_query = fields;
        self
    }
    /// The body is a form with a file of at most `most` bytes in the field `name`, for an [`Upload`](crate::Upload).
    pub fn takes_file(&mut self, name: &'static str, most: u64, too_large: Failure) -> &mut Self {
        self.file = Some(FileField { name, most, too_large });
        self.fails(&[too_large])
    }
    /// Where `--strict-limits` asks for it, it is called on an account once in so many minutes.
    pub fn once_in(&mut self, minutes: i64) -> &mut Self {
        self.once_in = Some(minutes);
        self
    }
    /// Answers with files of these types: `application/pdf`.
    pub fn gives(&mut self, types: &'static [&'static str]) -> &mut Self {
        self.gives = types;
        self
    }
    /// It answers although the subaccount pays for itself, whatever `--self-pay-management` says.
    pub fn while_self_paying(&mut self) -> &mut Self {
        self.while_self_paying = true;
        self
    }
    /// A top-level master may address a second-level master by id with it, whatever `--manage-second-level` says.
    pub fn on_second_level(&mut self) -> &mut Self {
        self.on_second_level = true;
        self
    }
    /// Only a master that manages subaccounts may call it; others are refused with
    /// [`NO_PERMISSION`](crate::decide::NO_PERMISSION).
    pub fn masters_only(&mut self) -> &mut Self {
        self.masters_only = true;
        self
    }
    /// Only a paid account answers. `otherwise`, the refusal of others, may hold one `{}`, for the id of the account.
    pub fn paid_only(&mut self, otherwise: Failure) -> &mut Self {
        self.paid_only = Some(otherwise);
        self
    }
    /// The handler runs one statement, so it needs no transaction around it.
    pub fn one_statement(&mut self) -> &mut Self {
        self.one_statement = true;
        self
    }
    /// The handler may read thousands of rows, or what [`before`](Self::before) makes ready: both run on a thread for that, and
    /// no worker waits for them.
    pub fn reads_much(&mut self) -> &mut Self {
        self.reads_much = true;
        self
    }
    /// A change that writes no event, and why. Only for issuing, refreshing, revoking and inspecting tokens and keys: they go
    /// to the log.
    pub fn silent(&mut self, reason: &'static str) -> &mut Self {
        self.silent = Some(reason);
        self
    }
    /// What [`before`](Self::before) makes ready waits for other machines.
    pub fn goes_out(&mut self) -> &mut Self {
        self.goes_out = true;
        self
    }
    /// Work that must not hold a transaction. `f` reads, repeats the refusals that need no change and returns the work, or an
    /// `Option` of it where it is not always needed: a thread for nothing costs as much as all the rest of a small request.
    /// The result reaches the handler as [`Prepared`]. An [`Object`](crate::Object) is written first.
    pub fn before<A, T>(&mut self, f: impl Prepares<A, T>) -> &mut Self {
        self.prepare = f.erase().0;
        self
    }
    /// Where it answers.
    pub fn mounts(&self) -> Vec<String> {
        let whole = [self.surface.root(), self.path].concat();
        let prefixed = || [Surface::Tenants.prefix(), "/accounts/{accountId}", self.path].concat();
        match self.mount {
            Mount::Both => vec![whole, prefixed()],
            Mount::Account | Mount::Direct => vec![whole],
        }
    }
    /// `GET /users`: the name of the operation in logs, metrics and tests.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
    /// Where it names no privilege, what a user whom an app acts for needs in place of one; any one suffices.
    pub fn family(&self) -> &'static [Privilege] {
        let scope = self.needs.bare().filter(|_| self.privileges.is_empty());
        scope.map_or(&[][..], |scope| families::of(scope, self.method == "GET"))
    }
    /// What a request is refused with of which these fields do not fit.
    pub(crate) fn refusal_of<'f>(&self, mut refused: impl Iterator<Item = &'f str>) -> Failure {
        match self.unfit {
            Some((fields, failure)) if refused.any(|field| fields.contains(&field)) => failure,
            _ => VALIDATION,
        }
    }
    /// It is about nobody but the user who calls.
    pub fn is_about_me(&self) -> bool {
        self.path.starts_with("/users/me/")
    }
    /// A user can call it on itself: the path names a user, or the one who calls.
    pub fn is_about_a_user(&self) -> bool {
        self.is_about_me() || self.path.split('/').any(|segment| segment.trim_matches(['{', '}']) == USER_ID)
    }
    /// Whether `key` is its key.
    pub fn is(&self, key: &str) -> bool {
        key.split_once(' ') == Some((self.method, self.path))
    }
    /// Whether its handler may change something.
    pub fn writes(&self) -> bool {
        matches!(self.run, Run::Write(_) | Run::WriteAll(_))
    }
}

/// The declared operations of one surface.
pub struct Api {
    surface: Surface,
    /// As the router has them at their places. They are not moved: there are hundreds, and a start waits for all.
    pub operations: Vec<Arc<Operation>>,
}

impl Api {
    pub fn new(surface: Surface) -> Self {
        Api { surface, operations: Vec::new() }
    }
    /// Declares a GET at `path`, as documented with `{variables}`; HEAD is answered too. What is not said of it has its
    /// default: no scope, no privilege, no rate label.
    pub fn get<A>(&mut self, path: &'static str, handler: impl Reads<A>) -> &mut Operation {
        self.add("GET", path, handler.erase())
    }
    /// One of the few GETs that issue something.
    pub fn get_that_writes<A>(&mut self, path: &'static str, handler: impl Writes<A>) -> &mut Operation {
        self.add("GET", path, handler.erase())
    }
    /// As [`get`](Self::get), for a handler that may change something; so are the methods below.
    pub fn post<A>(&mut self, path: &'static str, handler: impl Writes<A>) -> &mut Operation {
        self.add("POST", path, handler.erase())
    }
    pub fn put<A>(&mut self, path: &'static str, handler: impl Writes<A>) -> &mut Operation {
        self.add("PUT", path, handler.erase())
    }
    pub fn patch<A>(&mut self, path: &'static str, handler: impl Writes<A>) -> &mut Operation {
        self.add("PATCH", path, handler.erase())
    }
    pub fn delete<A>(&mut self, path: &'static str, handler: impl Writes<A>) -> &mut Operation {
        self.add("DELETE", path, handler.erase())
    }
    fn add(&mut self, method: &'static str, path: &'static str, erased: Erased) -> &mut Operation {
        let Erased { shape, run } = erased;
        let operation = Arc::new(Operation {
            surface: self.surface,
            mount: match self.surface {
                Surface::Tenants if path.starts_with("/accounts/{accountId}") => Mount::Account,
                Surface::Tenants | Surface::Provisioning => Mount::Both,
                _ => Mount::Direct,
            },
            method,
            path,
            summary: "",
            needs: Needs::Nothing,
            privileges: &[],
            unprivileged: match self.surface {
                Surface::Provisioning => NOT_PRIVILEGED,
                _ => NO_PRIVILEGE,
            },
            unfit: None,
            for_oneself: false,
            rate: Rate::None,
            failures: Vec::new(),
            shape,
            second: None,
            form_query: &[],
            file: None,
            while_self_paying: false,
            on_second_level: false,
            masters_only: false,
            paid_only: None,
            one_statement: false,
            reads_much: false,
            silent: None,
            goes_out: false,
            once_in: None,
            gives: &[],
            body_limit: body_limit(self.surface),
            run,
            prepare: Prepare::Nothing,
        });
        let at = self.operations.len();
        self.operations.push(operation);
        #[expect(clippy::indexing_slicing, clippy::expect_used, reason = "it was pushed one line above")]
        Arc::get_mut(&mut self.operations[at]).expect("nobody else has it yet")
    }
}
