//! The way of a request, top to bottom. The file to read first.
//!
//! route → caller → limit → scope → target → reach → privilege on the caller's level → pay mode → privilege on the
//! target's level → plan → family → parse → handler in one transaction → answer.
use crate::{
    answer::{Envelope, HttpResponse},
    call::{Behind, Call},
    credentials::{self, Proof},
    decide::{self, Aim, BAD_TOKEN, Finding, Question},
    failure::*,
    input::{ClientProof, Inputs},
    limits::{Admission, Verdict},
    output::{Answer, Content},
    platform::Platform,
    provisioning::{self, Conditions},
    remember::Known,
    request::{self, HttpBody, Incoming, Sent},
    router::{Found, Lost, USER_ID},
    standing::Standing,
    surface::Surface,
    visit::{self, Visitor},
};
use http::{HeaderMap, Method, Request, request::Parts};
use std::{net::IpAddr, sync::Arc};
use storage::{Caller, TrackingId, directory::AccountFacts};

/// Refused for the moment (`platform.md` 4.2).
pub const TOO_FAST: Failure =
    Failure::new(429, 429, "You have reached the maximum per-second rate limit for this API. Try again later.");
/// Refused until midnight (`platform.md` 4.2).
pub const TOO_MANY: Failure = Failure::new(
    429,
    429,
    "You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.",
);

impl Platform {
    /// Answers one request, which came from `peer` as far as that is known. It never fails: what goes wrong is an answer too.
    pub async fn answer<B: HttpBody>(&self, peer: Option<IpAddr>, request: Request<B>) -> HttpResponse {
        let tracking_id = self.0.tracking.next();
        tracking_id.serve(self.answer_as(tracking_id, peer, request)).await
    }

    async fn answer_as<B: HttpBody>(
        &self,
        tracking_id: TrackingId,
        peer: Option<IpAddr>,
        request: Request<B>,
    ) -> HttpResponse {
        let (head, body) = request.into_parts();
        if let Some(response) = self.site(&head, tracking_id).await {
            return response;
        }
        let surface = Surface::of(head.uri.path());
        let headers = HeaderMap::new();
        let mut envelope = Envelope { tracking_id, surface, headers, admission: None, leads_back: false, allow: None };
        let found = match self.0.router.find(&head.method, head.uri.path()) {
            Ok(found) => found,
            Err(lost) => return self.lost(lost, &head, envelope),
        };
        let (started, mounted) = (self.0.started(), found.mounted.clone());
        envelope.surface = mounted.operation.surface;
        let mut incoming = Incoming::new(head, body, peer);
        let outcome = match envelope.surface {
            Surface::Tenants | Surface::Provisioning => {
                self.tenant_call(found, &mut incoming, &mut envelope.admission).await
            }
            Surface::Tokens => self.token_call(found, &mut incoming).await,
            Surface::Pages | Surface::Consent => self.page_call(found, &mut incoming).await,
            Surface::Demo => self.demo_call(found, &mut incoming).await,
            Surface::WellKnown => self.public_call(found, &mut incoming).await,
            Surface::Files => self.file_call(found, &mut incoming).await,
            Surface::Operator => self.operator_call(found, &mut incoming).await,
        };
        let took = self.0.since(started);
        if let Err(error) = &outcome {
            request::forget_rest(&mut incoming, error).await;
            envelope.leads_back = envelope.surface.is_for_browsers() && self.leads_back(&incoming.head, error);
        }
        envelope.headers = incoming.into_room();
        let response = self.0.respond(self.0.declared(&mounted.operation, outcome), envelope);
        mounted.tally.count(response.status().as_u16(), took);
        response
    }

    /// Whether the address of a page may show the form that was refused: one that is not for everybody, as that of consent,
    /// may refuse again. A page that was only asked for would do so, and where nothing is any more there is no form either.
    fn leads_back(&self, head: &Parts, error: &Error) -> bool {
        let is_gone = matches!(error.failure().status, 404 | 410);
        head.method == Method::POST && !is_gone && self.0.router.find(&Method::GET, head.uri.path()).is_ok()
    }

    fn lost(&self, lost: Lost, head: &Parts, mut envelope: Envelope) -> HttpResponse {
        let options = head.method == Method::OPTIONS;
        match lost {
            Lost::WrongMethod { allow } if options => {
                envelope.allow = Some(allow);
                self.0.respond(Ok(Answer::new(204, Vec::new())), envelope)
            }
            Lost::WrongMethod { allow } => {
                envelope.allow = Some(allow);
                self.0.respond(Err(WRONG_METHOD.into()), envelope)
            }
            Lost::Unknown if envelope.surface == Surface::Provisioning => {
                self.0.respond(Err(provisioning::nowhere(head.uri.path()).into()), envelope)
            }
            Lost::Unknown => self.0.respond(Err(UNKNOWN_ROUTE.into()), envelope),
        }
    }

    async fn tenant_call<B: HttpBody>(
        &self,
        found: Found,
        incoming: &mut Incoming<B>,
        admission: &mut Option<Admission>,
    ) -> Result<Answer> {
        let proof = Proof::of(&incoming.head.headers)?;
        let caller = self.0.caller(&proof).await?;
        let now = alive(&caller.value, self.0.parts.clock.now())?;
        *admission = Some(self.admit(&found, &caller.value, now).await?);
        if let Some(refusal) = admission.as_ref().and_then(refusal) {
            return Err(refusal.into());
        }
        decide::scope(&self.question(&found, &caller.value, None, now))?;
        let target = match found.aim() {
            Aim::Literal(id) if id != caller.value.account.id => self.0.target(id).await?,
            _ => None,
        };
        let question = self.question(&found, &caller.value, target.as_ref(), now);
        decide::decide(&question).check(&question)?;
        let body = request::body(&found.mounted.operation, incoming, &self.0.file_room).await?;
        let machine = self.0.parts.clock.now();
        if !matches!(body, Sent::Nothing) {
            // A body takes its time, in which what proves the caller may have expired.
            alive(&caller.value, machine)?;
            proof.check_time(machine)?;
        }
        let mut inputs = found.inputs(incoming.head.uri.query(), body)?;
        // Whoever asks for headers alone uses nothing up, and neither does what was refused before.
        if incoming.head.method != Method::HEAD {
            let account = target.as_ref().map_or(&caller.value.account.id, |target| &target.value.id);
            self.throttle(&found.mounted.operation, account, now).await?;
        }
        if found.mounted.operation.surface == Surface::Provisioning {
            inputs.conditions = Conditions::of(&incoming.head.headers);
        }
        incoming.let_go();
        let behind = Behind::Credentials { proof, caller, target };
        self.run(Call::new(self, found, behind, inputs, machine)).await
    }

    /// Charges the account whose credentials made the call (`platform.md` 4.5).
    async fn admit(&self, found: &Found, caller: &Standing, now: i64) -> Result<Admission> {
        let rate = found.mounted.operation.rate;
        Ok(self.0.parts.limits.admit(&caller.account.id, caller.rank, rate, now).await?)
    }

    fn question<'q>(
        &self,
        found: &'q Found,
        caller: &'q Standing,
        target: Option<&'q Known<AccountFacts>>,
        now: i64,
    ) -> Question<'q> {
        Question {
            rule: &found.mounted.rule,
            caller,
            aim: found.aim(),
            target: target.map(|target| &*target.value),
            names_me: found.names_me(),
            policy: self.0.parts.policy,
            now,
        }
    }

    /// A call of the token endpoint: every content type is taken for a form, and the query counts too.
    async fn token_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        let body = request::form_body(&found.mounted.operation, incoming).await?;
        let client = credentials::basic(&incoming.head.headers).map(|(id, secret)| ClientProof::new(id, secret));
        let inputs = found.inputs(incoming.head.uri.query(), Sent::Json(body))?;
        self.run_now(found, Behind::Client(client), inputs).await
    }

    /// A call from a browser. What it may is for its handler to say: a link from a mail, or a cookie, is all the proof
    /// that there is.
    async fn page_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        let (operation, site) = (&found.mounted.operation, &self.0.parts.site);
        if incoming.head.method == Method::POST {
            visit::check_sender(&incoming.head.headers, site)?;
        }
        request::fields(incoming.head.uri.query().unwrap_or_default())?;
        let body = match operation.shape.body {
            Some(_) => Sent::Json(request::page_form(operation, incoming).await?),
            None => Sent::Nothing,
        };
        let inputs = found.inputs(incoming.head.uri.query(), body)?;
        let visitor = Arc::new(Visitor::of(&incoming.head.headers, incoming.peer, site));
        let nobody = Caller::visitor(self.0.parts.limits.is_on());
        self.run_now(found, Behind::Visitor(nobody, visitor), inputs).await
    }

    /// A call from a browser on the machine itself.
    async fn demo_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        visit::check_host(&incoming.head.headers)?;
        self.page_call(found, incoming).await
    }

    /// What is said to everybody who asks.
    async fn public_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        let inputs = found.inputs(incoming.head.uri.query(), Sent::Nothing)?;
        self.run_now(found, Behind::Beyond(Caller::visitor(false)), inputs).await
    }

    /// A file, by the address that was given out for it. A client that has it already is told so.
    async fn file_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        let inputs = found.inputs(None, Sent::Nothing)?;
        let answer = self.run_now(found, Behind::Beyond(Caller::system()), inputs).await?;
        match &answer.content {
            Content::File(file) if file.is_known(&incoming.head.headers) => Ok(Answer { status: 304, ..answer }),
            _ => self.0.fetch(answer).await,
        }
    }

    async fn operator_call<B: HttpBody>(&self, found: Found, incoming: &mut Incoming<B>) -> Result<Answer> {
        let token = credentials::bearer(&incoming.head.headers).ok_or(BAD_TOKEN)?;
        if !storage::matches(&self.0.parts.operator_token, token) {
            return Err(BAD_TOKEN.into());
        }
        let body = request::body(&found.mounted.operation, incoming, &self.0.file_room).await?;
        let inputs = found.inputs(incoming.head.uri.query(), body)?;
        self.run_now(found, Behind::Beyond(Caller::operator()), inputs).await
    }

    /// Runs a call as one that came in at this moment.
    fn run_now(&self, found: Found, behind: Behind, inputs: Inputs) -> impl Future<Output = Result<Answer>> {
        self.run(Call::new(self, found, behind, inputs, self.0.parts.clock.now()))
    }

    /// Makes ready what must not hold a transaction, then runs the handler in one; once more when what it rests on changed.
    async fn run(&self, mut call: Call) -> Result<Answer> {
        match self.run_once(&mut call).await {
            Err(Error::Stale) => self.run_once(&mut call).await,
            outcome => outcome,
        }
    }

    async fn run_once(&self, call: &mut Call) -> Result<Answer> {
        call.make_ready().await?;
        let run = call.clone();
        if call.writes() {
            return self.database().write(&call.turn(), move |tx| run.change(tx)).await?;
        }
        self.database().read(call.read_kind(), move |tx| run.read(tx)).await?
    }
}

/// The time of the caller's world, at which its credentials are good.
///
/// # Errors
/// They are not: they have expired, or whoever has them is gone.
fn alive(caller: &Standing, machine: i64) -> Result<i64> {
    let now = caller.account.clock().at(machine);
    match decide::credentials(caller, now) {
        Finding::Failed(failure) => Err(failure.into()),
        _ => Ok(now),
    }
}

fn refusal(admission: &Admission) -> Option<Failure> {
    match admission.verdict {
        Verdict::Admitted => None,
        Verdict::PerSecond { .. } => Some(TOO_FAST),
        Verdict::Daily { .. } => Some(TOO_MANY),
    }
}

impl Found {
    /// Its inputs: the parts of the request as its operation wants them.
    fn inputs(&self, query: Option<&str>, sent: Sent) -> Result<Inputs> {
        request::conformed(&self.mounted.operation, self.variables.clone(), query, sent)
    }
    /// The path names the user by the word `me`: in the place of an id, or because the operation is about nobody else.
    pub(crate) fn names_me(&self) -> bool {
        self.mounted.operation.is_about_me() || self.variables.get(USER_ID).is_some_and(|id| id == "me")
    }
}
