//! An identity provider as tests want it: the other end of what the platform sends to other machines.
use crate::server::server;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use form_urlencoded::parse;
use http::{Request, Response};
use parking_lot::Mutex;
use platform::Outward;
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents,
    },
};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, OnceLock},
};

pub const CLIENT: &str = "our client & id";
pub const SECRET: &str = "the-providers+secret/7";

/// What a provider does otherwise than it should.
#[derive(Clone, Default)]
pub struct Wrong {
    /// Fields of its discovery document.
    pub discovery: Map<String, Value>,
    /// Claims of its tokens; null leaves one out.
    pub claims: Map<String, Value>,
    /// The header of its tokens.
    pub header: Map<String, Value>,
    /// It answers so, by the end of the path.
    pub status: Option<(&'static str, u16)>,
    /// Its tokens are signed by somebody else, with the same name of the key.
    pub is_forged: bool,
    /// Its codes are good more than once.
    pub is_forgetful: bool,
    /// Its tokens are signed with a curve.
    pub has_curve: bool,
}

/// What was asked for with a code.
#[derive(Clone)]
struct Grant {
    challenge: String,
    nonce: String,
    redirect_uri: String,
    claims: Value,
}

/// One provider, at an address of its own.
pub struct Provider {
    pub issuer: String,
    grants: Mutex<HashMap<String, Grant>>,
    pub wrong: Mutex<Wrong>,
    /// What it was asked, in order.
    pub asked: Mutex<Vec<String>>,
}

static ALL: Mutex<BTreeMap<String, Arc<Provider>>> = Mutex::new(BTreeMap::new());

/// Every provider of the run.
pub struct Internet;

impl Outward for Internet {
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        let address = request.uri().to_string();
        let found = ALL.lock().values().find(|provider| address.starts_with(&provider.issuer)).cloned();
        Ok(found.ok_or("no such host")?.answer(&request))
    }
}

struct Keys {
    rsa: RsaKeyPair,
    curve: EcdsaKeyPair,
    other_curve: EcdsaKeyPair,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let random = SystemRandom::new();
        let curve = || {
            let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap()
        };
        let rsa = RsaKeyPair::from_pkcs8(include_bytes!("provider.pk8")).unwrap();
        Keys { rsa, curve: curve(), other_curve: curve() }
    })
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Provider {
    pub fn new() -> Arc<Self> {
        let issuer = format!("https://id{}.example/tenant", server().next_world());
        let provider = Arc::new(Provider {
            issuer: issuer.clone(),
            grants: Mutex::default(),
            wrong: Mutex::default(),
            asked: Mutex::default(),
        });
        ALL.lock().insert(issuer, provider.clone());
        provider
    }
    /// From now on it does this otherwise.
    pub fn does(&self, change: impl FnOnce(&mut Wrong)) {
        let mut wrong = Wrong::default();
        change(&mut wrong);
        *self.wrong.lock() = wrong;
    }
    /// Somebody signs in here, whom the browser was sent for: the path where it is sent back to.
    #[track_caller]
    pub fn signs_in(&self, address: &str, claims: Value) -> String {
        let (place, query) = address.split_once('?').expect("a query");
        assert_eq!(place, format!("{}/authorize", self.issuer));
        let asked: BTreeMap<String, String> = parse(query.as_bytes()).into_owned().collect();
        let said = |name: &str| asked.get(name).unwrap_or_else(|| panic!("no {name} in {address}")).clone();
        assert_eq!([said("response_type"), said("client_id"), said("code_challenge_method")], ["code", CLIENT, "S256"]);
        assert!(said("scope").split(' ').any(|scope| scope == "openid"));
        let code = format!("code-of-a-provider-{}", server().next_world());
        let redirect_uri = said("redirect_uri");
        let grant = Grant {
            challenge: said("code_challenge"),
            nonce: said("nonce"),
            redirect_uri: redirect_uri.clone(),
            claims,
        };
        self.grants.lock().insert(code.clone(), grant);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &said("state"))
            .append_pair("iss", &self.issuer)
            .append_pair("session_state", "of the provider alone")
            .finish();
        format!("{}?{query}", redirect_uri.strip_prefix(crate::server::BASE_URL).expect("our address"))
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        let path = request.uri().to_string()[self.issuer.len()..].to_owned();
        self.asked.lock().push(format!("{} {path}", request.method()));
        let wrong = self.wrong.lock().clone();
        let status = wrong.status.filter(|(end, _)| path.ends_with(end)).map(|(_, status)| status);
        let (usual, body) = match path.as_str() {
            "/.well-known/openid-configuration" => (200, self.discovery(&wrong)),
            "/keys" => (200, jwks()),
            "/token" => self.token(request, &wrong),
            _ => (404, json!({})),
        };
        let answer = Response::builder().status(status.unwrap_or(usual));
        answer.body(body.to_string().into_bytes()).unwrap()
    }
    fn discovery(&self, wrong: &Wrong) -> Value {
        let at = |path: &str| format!("{}/{path}", self.issuer);
        let mut document = json!({
            "issuer": self.issuer, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
            "jwks_uri": at("keys"), "response_types_supported": ["code"],
        });
        document.as_object_mut().unwrap().extend(wrong.discovery.clone());
        document
    }
    /// Redeems a code once, for who has the secret and the verifier.
    fn token(&self, request: &Request<Vec<u8>>, wrong: &Wrong) -> (u16, Value) {
        let form: BTreeMap<String, String> = parse(request.body()).into_owned().collect();
        let spelled = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let basic = format!("Basic {}", crate::actors::base64(&format!("{}:{}", spelled(CLIENT), spelled(SECRET))));
        let is_ours = match request.headers().get("authorization") {
            Some(shown) => shown.to_str().unwrap() == basic,
            None => {
                form.get("client_id").is_some_and(|id| id == CLIENT)
                    && form.get("client_secret").is_some_and(|secret| secret == SECRET)
            }
        };
        let grant = match wrong.is_forgetful {
            true => self.grants.lock().get(&form["code"]).cloned(),
            false => self.grants.lock().remove(&form["code"]),
        };
        let Some(grant) = grant.filter(|_| is_ours) else { return (400, json!({"error": "invalid_grant"})) };
        let proved = text(Sha256::digest(&form["code_verifier"]));
        if proved != grant.challenge
            || form["redirect_uri"] != grant.redirect_uri
            || form["grant_type"] != "authorization_code"
        {
            return (400, json!({"error": "invalid_grant"}));
        }
        (200, json!({"access_token": "unused", "token_type": "Bearer", "id_token": self.signed(&grant, wrong)}))
    }
    fn signed(&self, grant: &Grant, wrong: &Wrong) -> String {
        let now = crate::server::START / 1000;
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT, "nonce": grant.nonce, "iat": now, "exp": now + 300,
        });
        let fields = claims.as_object_mut().unwrap();
        fields.extend(grant.claims.as_object().unwrap().clone());
        fields.extend(wrong.claims.clone());
        fields.retain(|_, value| !value.is_null());
        let (alg, kid) = if wrong.has_curve { ("ES256", "curve") } else { ("RS256", "rsa") };
        let mut header = json!({"alg": alg, "kid": kid, "typ": "JWT"});
        header.as_object_mut().unwrap().extend(wrong.header.clone());
        header.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let message = format!("{}.{}", text(header.to_string()), text(claims.to_string()));
        format!("{message}.{}", text(signature(&message, wrong)))
    }
}

fn signature(message: &str, wrong: &Wrong) -> Vec<u8> {
    let (random, keys) = (SystemRandom::new(), keys());
    let curve = if wrong.is_forged { &keys.other_curve } else { &keys.curve };
    if wrong.has_curve || wrong.is_forged {
        return curve.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec();
    }
    let mut signed = vec![0; keys.rsa.public().modulus_len()];
    keys.rsa.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signed).unwrap();
    signed
}

fn jwks() -> Value {
    let keys = keys();
    let rsa: RsaPublicKeyComponents<Vec<u8>> = keys.rsa.public().into();
    let point = keys.curve.public_key().as_ref();
    json!({"keys": [
        {"kty": "RSA", "kid": "rsa", "use": "sig", "alg": "RS256",
         "n": text(&rsa.n), "e": text(&rsa.e)},
        {"kty": "EC", "kid": "curve", "use": "sig", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..])},
        {"kty": "RSA", "kid": "sealing", "use": "enc", "n": text(&rsa.n), "e": text(&rsa.e)},
        {"kty": "unheard of", "kid": "new"},
    ]})
}
