//! How a caller proves itself: a bearer token, the JWT of an app, the operator's token, a client's secret.
use crate::{
    decide::{BAD_TOKEN, EXPIRED_TOKEN},
    failure::*,
    jwt::{self, JwtFault},
    platform::Inner,
    remember::{Known, Remembered},
    standing::Standing,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, header::AUTHORIZATION};
use percent_encoding::percent_decode_str;
use std::sync::{Arc, atomic::Ordering};
use storage::{Purpose, Secret, Tx, directory};

/// What the `Authorization` header of a call says.
#[derive(Clone)]
pub(crate) enum Proof {
    /// SHA-256 of an opaque token.
    Token([u8; 32]),
    /// A signed token; its key is found by its issuer.
    Jwt(Arc<str>),
}

/// The holder of a JWT app's key.
pub struct KeyHolder {
    /// The owner of the app's account.
    pub standing: Arc<Standing>,
    /// Opened: what its tokens are signed with.
    pub secret: Secret<Vec<u8>>,
}

/// The purpose under which secrets of JWT apps are sealed, with the account id as associated data.
pub const JWT_SECRET: Purpose = Purpose::AppSecret;

pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.trim())
}

/// The client id and the secret of a Basic header, each encoded like a field of a form (RFC 6749 2.3.1).
pub(crate) fn basic(headers: &HeaderMap) -> Option<(String, Secret<String>)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok())??;
    let text = String::from_utf8(decoded).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |part: &str| percent_decode_str(part).decode_utf8_lossy().into_owned();
    Some((decoded(id), Secret::new(decoded(secret))))
}

impl Proof {
    /// # Errors
    /// [`BAD_TOKEN`] when there is none.
    pub fn of(headers: &HeaderMap) -> Result<Self> {
        let token = bearer(headers).ok_or(BAD_TOKEN)?;
        Ok(match jwt::parse_unverified_issuer(token) {
            Some(_) => Proof::Jwt(token.into()),
            None => Proof::Token(storage::hash(token)),
        })
    }
}

impl Proof {
    /// Looks again at the time of a proof that was good when the request came: `machine` is milliseconds UTC on the machine's
    /// clock. That of a stored token stands in the [`Standing`].
    ///
    /// # Errors
    /// [`EXPIRED_TOKEN`].
    pub fn check_time(&self, machine: i64) -> Result<()> {
        match self {
            Proof::Jwt(token) if jwt::is_over(token, machine / 1000) => Err(EXPIRED_TOKEN.into()),
            Proof::Jwt(_) | Proof::Token(_) => Ok(()),
        }
    }
}

impl Inner {
    /// The caller behind a proof. Nothing but the proof itself has been judged.
    ///
    /// # Errors
    /// [`BAD_TOKEN`] for a proof that is nobody's; [`EXPIRED_TOKEN`] for a JWT whose `exp` is over.
    pub async fn caller(self: &Arc<Self>, proof: &Proof) -> Result<Known<Standing>> {
        match proof {
            Proof::Token(hash) => self.token_holder(*hash).await,
            Proof::Jwt(token) => self.key_holder(token.clone()).await,
        }
    }
    /// The caller behind a proof, read in the transaction that the call is about to change things in.
    ///
    /// # Errors
    /// [`BAD_TOKEN`] when it is nobody's any more. The signature of a JWT was verified before.
    pub fn caller_inside(&self, tx: &Tx, proof: &Proof) -> Result<Arc<Standing>> {
        let facts = match proof {
            Proof::Token(hash) => directory::caller_by_token(tx, hash)?,
            Proof::Jwt(token) => {
                let issuer = jwt::parse_unverified_issuer(token).ok_or(BAD_TOKEN)?;
                directory::caller_by_key(tx, &issuer.key)?
            }
        };
        Ok(Arc::new(Standing::of(&facts.ok_or(BAD_TOKEN)?, &self.index)))
    }
    async fn token_holder(self: &Arc<Self>, hash: [u8; 32]) -> Result<Known<Standing>> {
        let Some(freshness) = self.parts.database.freshness() else { return self.stored_holder(hash).await };
        if let Some(known) = self.callers.get(&hash, freshness) {
            return Ok(known);
        }
        let changes = freshness.changes();
        let read = move |tx: &Tx| directory::grant_by_token(tx, &hash);
        let grant = self.parts.database.read(storage::Read::OneStatement, read).await??.ok_or(BAD_TOKEN)?;
        let holder = self.holders.get(&grant.holder_key(), freshness).filter(|_| freshness.changes() == changes);
        let Some(holder) = holder else {
            let known = self.stored_holder(hash).await?;
            if known.stamp.is_some() {
                self.holders.put(&grant.holder_key(), known.clone());
            }
            return Ok(known);
        };
        self.lookups.fetch_add(1, Ordering::Relaxed);
        let value = Arc::new(holder.value.with_token(&grant.scopes, grant.expires_at, &self.index));
        let known = Known { value, stamp: holder.stamp };
        self.callers.put(&hash, known.clone());
        Ok(known)
    }
    /// Everything about the holder of a token, by one statement.
    async fn stored_holder(self: &Arc<Self>, hash: [u8; 32]) -> Result<Known<Standing>> {
        let inner = self.clone();
        let read = move |tx: &Tx| {
            let facts = directory::caller_by_token(tx, &hash)?;
            Ok(facts.map(|facts| (facts.account.id.clone(), Standing::of(&facts, &inner.index))))
        };
        self.remembered(|inner| &inner.callers, &hash, read).await?.ok_or(BAD_TOKEN.into())
    }
    async fn key_holder(self: &Arc<Self>, token: Arc<str>) -> Result<Known<Standing>> {
        let issuer = jwt::parse_unverified_issuer(&token).ok_or(BAD_TOKEN)?;
        let (inner, key) = (self.clone(), issuer.key.clone());
        let read = move |tx: &Tx| {
            let Some(facts) = directory::caller_by_key(tx, &key)? else { return Ok(None) };
            let sealed = facts.app.secret_sealed.as_deref().unwrap_or_default();
            let opened = inner.parts.keys.open(JWT_SECRET, &[facts.account.id.as_bytes()], sealed);
            let holder = opened.filter(|_| facts.app.kind == "jwt").map(|secret| KeyHolder {
                standing: Arc::new(Standing::of(&facts, &inner.index)),
                secret: Secret::new(secret),
            });
            Ok(holder.map(|holder| (facts.account.id.clone(), holder)))
        };
        let found = self.remembered(|inner| &inner.keyed, issuer.key.as_bytes(), read).await?.ok_or(BAD_TOKEN)?;
        let seconds = self.parts.clock.now() / 1000;
        let verdict = jwt::verify(&token, found.value.secret.expose(), seconds, self.parts.compat.jwt_max_ahead);
        match verdict {
            Ok(_) => Ok(Known { value: found.value.standing.clone(), stamp: found.stamp }),
            Err(JwtFault::Expired) => Err(EXPIRED_TOKEN.into()),
            Err(_) => Err(BAD_TOKEN.into()),
        }
    }
    /// A fact from memory, or read and, where this process is the only one that writes, remembered.
    async fn remembered<V: Send + Sync + 'static>(
        self: &Arc<Self>,
        memory: fn(&Inner) -> &Remembered<V>,
        key: &[u8],
        read: impl FnOnce(&Tx) -> storage::Result<Option<(String, V)>> + Send + 'static,
    ) -> Result<Option<Known<V>>> {
        let database = &self.parts.database;
        let known = database.freshness().and_then(|freshness| memory(self).get(key, freshness));
        if known.is_some() {
            return Ok(known);
        }
        self.lookups.fetch_add(1, Ordering::Relaxed);
        let changes = database.freshness().map(storage::Freshness::changes);
        let Some((account, value)) = database.read(storage::Read::OneStatement, read).await?? else { return Ok(None) };
        let stamp = database.freshness().and_then(|freshness| {
            let stamp = freshness.stamp(&account);
            (Some(freshness.changes()) == changes).then_some(stamp)
        });
        let known = Known { value: Arc::new(value), stamp };
        if known.stamp.is_some() {
            memory(self).put(key, known.clone());
        }
        Ok(Some(known))
    }
    /// The account that a call names by id: the same work for one within reach, a foreign one, and none at all.
    /// What has not the form of an id is not looked up.
    pub async fn target(self: &Arc<Self>, id: &str) -> Result<Option<Known<directory::AccountFacts>>> {
        if !storage::is_id(id) {
            return Ok(None);
        }
        let key = id.to_owned();
        let read = move |tx: &Tx| {
            let facts = directory::account_facts(tx, &key)?;
            Ok(Some((key, facts.map(Arc::new))))
        };
        let known = self.remembered(|inner| &inner.targets, id.as_bytes(), read).await?;
        Ok(known.and_then(|known| Some(Known { value: (*known.value).clone()?, stamp: known.stamp })))
    }
}
