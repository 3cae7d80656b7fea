//! The check of a token alone: what a call with an expired token costs more than one with a header that is no token; both
//! are refused.
use crate::{
    bench::{Bench, SMALL},
    data::Data,
    fault::*,
    outcome::{Outcome, Unit},
    serve,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, StatusCode};
use http_body_util::Empty;
use platform::Platform;
use serde::Deserialize;
use sha2::Sha256;
use std::{hint::black_box, time::Instant};

/// More than the platform remembers, so that each is forgotten before it comes again.
const TOKENS: usize = 150_000;
/// Calls of each kind in a round.
const CALLS: usize = 50_000;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

pub fn token(bench: &Bench) -> Result<Vec<Outcome>> {
    let data = bench.scaled(SMALL);
    let database = bench.copy(&data, "token")?;
    expired_tokens(&data, &database)?;
    let platform = serve::platform(&serve::ServeOptions::over(&database, &bench.keys()))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("a runtime")?;
    let call = |token: Option<usize>| runtime.block_on(refused(&platform, &data, token));
    let jwt = signed();
    let (mut cached, mut missed, mut verified) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..bench.effort.rounds {
        let none = micros(|_| call(None))?;
        cached.push(micros(|_| call(Some(0)))? - none);
        missed.push(micros(|at| call(Some((round * CALLS + at) % TOKENS)))? - none);
        verified.push(micros(|_| verify(black_box(&jwt)))?);
    }
    let held = |what, check: &[f64]| Outcome::ratio(what, Unit::Cpu, check, ("verifying HS256", &verified));
    Ok(vec![held("token check, known", &cached).at_most(0.5), held("token check, not yet known", &missed).at_most(6.0)])
}

fn micros(mut call: impl FnMut(usize) -> Result<()>) -> Result<f64> {
    let begin = Instant::now();
    (0..CALLS).try_for_each(&mut call)?;
    Ok(begin.elapsed().as_secs_f64() * 1e6 / CALLS as f64)
}

fn secret(token: usize) -> String {
    format!("benches-expired-token-{token:022}")
}

fn expired_tokens(data: &Data, database: &str) -> Result<()> {
    let file = database.trim_start_matches("sqlite:");
    let mut connection = rusqlite::Connection::open(file).context("a copy of data")?;
    let transaction = connection.transaction().context("tokens")?;
    for token in 0..TOKENS {
        const INSERT: &str = "INSERT INTO tokens (token_hash, account_id, app_id, scopes, created_at, expires_at) VALUES (?, ?, 'app', '', 0, 1)";
        let mut insert = transaction.prepare_cached(INSERT).context("tokens")?;
        insert.execute((storage::hash(&secret(token)), data.master())).context("tokens")?;
    }
    transaction.commit().context("tokens")
}

async fn refused(platform: &Platform, data: &Data, token: Option<usize>) -> Result<()> {
    let request = Request::get(format!("/v2/accounts/{}/users", data.account(0)));
    // A header either way, so that only what is done with it differs.
    let scheme = if token.is_some() { "Bearer" } else { "Basic" };
    let request = request.header("authorization", format!("{scheme} {}", secret(token.unwrap_or(0))));
    let answer = platform.answer(None, request.body(Empty::<Bytes>::new()).context("a request")?).await;
    if answer.status() == StatusCode::UNAUTHORIZED {
        Ok(())
    } else {
        Err(Fault::new(format!("answered {}", answer.status())))
    }
}

/// The claims of a vendor's access token, which say of a caller what an opaque token has looked up.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    uid: String,
    aid: String,
    auid: String,
    code: String,
    ver: u64,
    nbf: u64,
    iat: u64,
    exp: u64,
}

impl Claims {
    fn hold(&self) -> bool {
        let texts = [&self.iss, &self.aud, &self.uid, &self.aid, &self.auid, &self.code];
        texts.iter().all(|text| !text.is_empty()) && self.ver > 0 && self.nbf <= self.iat && self.iat < self.exp
    }
}

/// A token of 567 bytes in the vendor's shape.
fn signed() -> String {
    let parts = [
        r#"{"sv":"000002","alg":"HS256","v":"2.0","kid":"3f0b1c52-7c1e-4d8a-9b1f-2a7d5e6c8f90"}"#,
        r#"{"ver":10,"auid":"5d41402abc4b2a76b9719d911017c592aa","code":"Zq3vT8wLkYbN5xJc7HsMdRf1eGpUoA2iV","iss":"zm:cid:abcdefghijklmnopqrstuv","gno":0,"type":3,"tid":0,"aud":"https://oauth.example.com","uid":"abcdefghijklmnopqrstuv","nbf":1735689600,"exp":4102444800,"iat":1735689600,"aid":"vutsrqponmlkjihgfedcba"}"#,
    ];
    let signed = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
    let signature = mac(&signed).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())).unwrap_or_default();
    format!("{signed}.{signature}")
}

fn verify(token: &str) -> Result<()> {
    let (signed, signature) = token.rsplit_once('.').context("a signature")?;
    let signature = URL_SAFE_NO_PAD.decode(signature).context("a signature")?;
    mac(signed)?.verify_slice(&signature).context("a signature")?;
    let (_, claims) = signed.split_once('.').context("claims")?;
    let claims: Claims =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).context("claims")?).context("claims")?;
    if claims.hold() { Ok(()) } else { Err(Fault::new("claims that do not hold")) }
}

fn mac(signed: &str) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).context("a key")?;
    mac.update(signed.as_bytes());
    Ok(mac)
}
