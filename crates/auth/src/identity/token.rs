//! The token in which an identity provider says who somebody is (OpenID Connect Core 1.0, 3.1.3.7).
use super::{keys, protocol::Failed};
use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// What a token must say.
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    /// Seconds since 1970, of the machine.
    pub now: i64,
}

/// Somebody, as its identity provider knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// How the provider calls it, now and for ever.
    pub subject: String,
    /// As the provider writes it; nothing when it does not say that it has verified the address.
    pub email: Option<String>,
    /// Empty where the provider does not say, as `last_name`.
    pub first_name: String,
    pub last_name: String,
}

/// The keys of a provider.
#[derive(Deserialize)]
pub struct Keys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: Value,
    exp: i64,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    email: Option<String>,
    /// Some say it as a text.
    #[serde(default)]
    email_verified: Option<Value>,
    #[serde(default)]
    given_name: Option<String>,
    #[serde(default)]
    family_name: Option<String>,
}

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 60;
/// The longest name of a subject, in bytes.
const LONGEST_SUBJECT: usize = 255;

/// Who a token is about.
///
/// # Errors
/// It is of somebody else, for somebody else, of another time, or not signed by the provider.
pub fn verify(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Identity, Failed> {
    keys::set_up();
    let header = decode_header(token).map_err(refused)?;
    if !keys::TAKEN.contains(&header.alg) {
        return Err(Failed("a token with a signature that is not taken".to_owned()));
    }
    let key =
        keys.find(header.alg, header.kid.as_deref()).ok_or_else(|| Failed("a token of an unknown key".to_owned()))?;
    let mut wanted = Validation::new(header.alg);
    wanted.set_issuer(&[expected.issuer]);
    wanted.set_audience(&[expected.client_id]);
    wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Time is handed in.
    wanted.validate_exp = false;
    let claims = decode::<Claims>(token, &key, &wanted).map_err(refused)?.claims;
    claims.check(expected)?;
    Ok(claims.identity())
}

fn refused(fault: jsonwebtoken::errors::Error) -> Failed {
    Failed(format!("a token that is not good: {fault}"))
}

impl Keys {
    /// The key of this name for this signature; where a token names none, the only one there is.
    fn find(&self, algorithm: Algorithm, name: Option<&str>) -> Option<DecodingKey> {
        let known = self.keys.iter().filter_map(|key| serde_json::from_value::<Jwk>(key.clone()).ok());
        let named = known.filter(|key| name.is_none() || key.common.key_id.as_deref() == name);
        let mut fitting = named.filter(|key| signs(key, algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => DecodingKey::from_jwk(&key).ok(),
            _ => None,
        }
    }
}

/// Whether the key is for signatures of this kind, as far as it says what it is for.
fn signs(key: &Jwk, algorithm: Algorithm) -> bool {
    let is_for = match algorithm {
        Algorithm::RS256 => KeyAlgorithm::RS256,
        _ => KeyAlgorithm::ES256,
    };
    key.common.public_key_use.as_ref().is_none_or(|usual| *usual == PublicKeyUse::Signature)
        && key.common.key_algorithm.is_none_or(|said| said == is_for)
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), Failed> {
        let is_for_us_alone = match &self.aud {
            Value::Array(all) if all.len() > 1 => self.azp.as_deref() == Some(expected.client_id),
            _ => self.azp.as_deref().is_none_or(|azp| azp == expected.client_id),
        };
        let nonce = storage::hash(expected.nonce);
        let faults = [
            (expected.now >= self.exp.saturating_add(LEEWAY), "a token that has expired"),
            (self.iat.is_some_and(|at| at > expected.now + LEEWAY), "a token of the future"),
            (self.nbf.is_some_and(|at| at > expected.now + LEEWAY), "a token of the future"),
            (!is_for_us_alone, "a token for another client"),
            (!storage::matches(&nonce, self.nonce.as_deref().unwrap_or_default()), "a token of another attempt"),
            (!is_subject(&self.sub), "a token about nobody"),
        ];
        match faults.into_iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, fault)) => Err(Failed(fault.to_owned())),
            None => Ok(()),
        }
    }
    fn identity(self) -> Identity {
        let is_verified = match &self.email_verified {
            Some(Value::Bool(is_verified)) => *is_verified,
            Some(Value::String(text)) => text == "true",
            _ => false,
        };
        Identity {
            subject: self.sub,
            email: self.email.filter(|_| is_verified),
            first_name: self.given_name.unwrap_or_default(),
            last_name: self.family_name.unwrap_or_default(),
        }
    }
}

fn is_subject(name: &str) -> bool {
    !name.is_empty() && name.len() <= LONGEST_SUBJECT && !name.contains(char::is_control)
}
