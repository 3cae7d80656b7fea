//! What is said to an identity provider: where it is asked (OpenID Connect Discovery 1.0), how a browser is sent there, and
//! how a code becomes a token.
use super::{
    attempts::Attempt,
    token::{self, Expected, Identity},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use http::{Request, Uri, header};
use platform::{Outside, is_this_machine};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// Why an identity provider has not said who it is: for the log, and without a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed(pub String);

/// What the provider knows us by.
pub struct Client {
    /// As the provider calls itself, letter by letter.
    pub issuer: String,
    pub client_id: String,
    /// Where it sends browsers back.
    pub redirect_uri: String,
}

/// Where a provider is asked.
#[derive(Debug, Deserialize)]
struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    /// `client_secret_basic` when it does not say.
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// Where the browser goes to sign in.
///
/// # Errors
/// The provider does not answer, or is another one.
pub fn authorization_address(outside: &Outside, client: &Client, attempt: &Attempt<'_>) -> Result<String, Failed> {
    let endpoints = discover(outside, &client.issuer)?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(attempt.verifier()));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", &client.client_id)
        .append_pair("redirect_uri", &client.redirect_uri)
        .append_pair("scope", "openid email profile")
        .append_pair("state", &attempt.state())
        .append_pair("nonce", &attempt.nonce())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256")
        .finish();
    let address = endpoints.authorization_endpoint;
    let joint = if address.contains('?') { '&' } else { '?' };
    Ok(format!("{address}{joint}{query}"))
}

/// A code that a browser has brought back.
pub struct Redeeming {
    pub client: Client,
    pub client_secret: String,
    pub code: String,
    /// Of the attempt, as `nonce` is.
    pub verifier: String,
    pub nonce: String,
    /// Seconds since 1970, of the machine.
    pub now: i64,
}

impl Redeeming {
    /// Who the provider says that it is.
    ///
    /// # Errors
    /// The provider does not answer, refuses the code, or gives a token that is not good.
    pub fn redeem(&self, outside: &Outside) -> Result<Identity, Failed> {
        let endpoints = discover(outside, &self.client.issuer)?;
        let tokens: Tokens = ask(outside, self.request(&endpoints)?)?;
        let keys = ask(outside, get(&endpoints.jwks_uri)?)?;
        let expected = Expected {
            issuer: &self.client.issuer,
            client_id: &self.client.client_id,
            nonce: &self.nonce,
            now: self.now,
        };
        token::verify(&tokens.id_token, &keys, &expected)
    }
    fn request(&self, endpoints: &Endpoints) -> Result<Request<Vec<u8>>, Failed> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", &self.code)
            .append_pair("redirect_uri", &self.client.redirect_uri)
            .append_pair("code_verifier", &self.verifier);
        let mut request = Request::post(&endpoints.token_endpoint)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        if endpoints.wants_secret_in_body() {
            form.append_pair("client_id", &self.client.client_id).append_pair("client_secret", &self.client_secret);
        } else {
            // RFC 6749 2.3.1: each part is spelled as in a form first.
            let spelled = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let both = format!("{}:{}", spelled(&self.client.client_id), spelled(&self.client_secret));
            request = request.header(header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(both)));
        }
        request.body(form.finish().into_bytes()).map_err(|fault| Failed(format!("no request: {fault}")))
    }
}

impl Endpoints {
    fn wants_secret_in_body(&self) -> bool {
        let methods = &self.token_endpoint_auth_methods_supported;
        let has = |name: &str| methods.iter().any(|method| method == name);
        has("client_secret_post") && !has("client_secret_basic")
    }
}

fn discover(outside: &Outside, issuer: &str) -> Result<Endpoints, Failed> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let found: Endpoints = ask(outside, get(&address)?)?;
    if found.issuer != issuer {
        return Err(Failed(format!("{issuer} says that it is another issuer")));
    }
    let all = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
    if let Some(address) = all.iter().find(|address| !may_name(issuer, address)) {
        return Err(Failed(format!("{issuer} names {address}, which is not its to name")));
    }
    Ok(found)
}

fn get(address: &str) -> Result<Request<Vec<u8>>, Failed> {
    let request = Request::get(address).header(header::ACCEPT, "application/json").body(Vec::new());
    request.map_err(|fault| Failed(format!("no request: {fault}")))
}

/// The answer of success, as JSON.
fn ask<T: DeserializeOwned>(outside: &Outside, request: Request<Vec<u8>>) -> Result<T, Failed> {
    let address = request.uri().to_string();
    let answer = outside.send(request).map_err(|fault| Failed(format!("{address}: {fault}")))?;
    if !answer.status().is_success() {
        return Err(Failed(format!("{address} answers {}", answer.status())));
    }
    serde_json::from_slice(answer.body())
        .map_err(|_| Failed(format!("{address} answers something else than asked for")))
}

/// An address over TLS, or one of the machine itself.
pub(super) fn is_safe(address: &str) -> bool {
    let Some((scheme, host)) = parts(address) else { return false };
    scheme == "https" || (scheme == "http" && is_this_machine(&host))
}

/// Whether a provider may send us to this address: to its own host, or over TLS to another that has a name. What the
/// operator has not named itself is neither this machine nor a number in its network.
fn may_name(issuer: &str, address: &str) -> bool {
    let (Some((_, own)), Some((scheme, host))) = (parts(issuer), parts(address)) else { return false };
    is_safe(address) && (host == own || (scheme == "https" && has_name(&host)))
}

/// The scheme and the host of an address that has both, and neither a user nor a fragment.
fn parts(address: &str) -> Option<(String, String)> {
    let uri = address.parse::<Uri>().ok().filter(|_| address.is_ascii() && !address.contains('#'))?;
    let is_plain = !uri.authority()?.as_str().contains('@');
    let host = uri.host()?.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
    Some((uri.scheme_str()?.to_owned(), host)).filter(|(_, host)| is_plain && !host.is_empty())
}

/// Neither a number, in whichever way it is written, nor a name of the machine itself.
fn has_name(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    !host.contains(':') && last.starts_with(|sign: char| sign.is_ascii_alphabetic()) && last != "localhost"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_over_tls_or_of_the_machine_itself() {
        for (address, is_good) in [
            ("https://id.example/tenant", true),
            ("https://id.example:8443", true),
            ("http://127.0.0.1:9", true),
            ("http://localhost:9/a", true),
            ("http://[::1]:9/a", true),
            ("http://id.example", false),
            ("http://127.0.0.1.example", false),
            ("http://10.0.0.1", false),
            ("ftp://id.example", false),
            ("https://user@id.example", false),
            ("https://id.example/a#b", false),
            ("https://id.example/å", false),
            ("id.example", false),
            ("/a", false),
            ("", false),
        ] {
            assert_eq!(is_safe(address), is_good, "{address}");
        }
    }

    #[test]
    fn a_provider_sends_us_to_its_own_host_or_to_one_with_a_name() {
        let (public, local) = ("https://id.example/tenant", "http://127.0.0.1:9/dex");
        for (issuer, address, is_good) in [
            (public, "https://id.example/token", true),
            (public, "https://ID.example:8443/token", true),
            (public, "https://keys.elsewhere.example/a", true),
            (public, "http://id.example/token", false),
            (public, "http://127.0.0.1/token", false),
            (public, "https://127.0.0.1/token", false),
            (public, "https://127.1/token", false),
            (public, "https://0x7f000001/token", false),
            (public, "https://10.0.0.1./token", false),
            (public, "https://[::1]/token", false),
            (public, "https://localhost/token", false),
            (public, "https://a.localhost./token", false),
            (local, "http://127.0.0.1:10/token", true),
            (local, "http://127.0.0.2:10/token", false),
            (local, "https://id.example/token", true),
            ("https://10.0.0.1/a", "https://10.0.0.1:8443/token", true),
            ("https://10.0.0.1/a", "https://10.0.0.2/token", false),
        ] {
            assert_eq!(may_name(issuer, address), is_good, "{issuer}: {address}");
        }
    }

    #[test]
    fn a_secret_goes_into_the_header_unless_the_provider_takes_it_in_the_body_alone() {
        let of = |methods: &[&str]| {
            let methods = methods.iter().map(|method| (*method).to_owned()).collect();
            let nothing = String::new;
            let endpoints = Endpoints {
                issuer: nothing(),
                authorization_endpoint: nothing(),
                token_endpoint: nothing(),
                jwks_uri: nothing(),
                token_endpoint_auth_methods_supported: methods,
            };
            endpoints.wants_secret_in_body()
        };
        assert!(of(&["client_secret_post"]));
        assert!(!of(&[]) && !of(&["client_secret_basic"]) && !of(&["client_secret_post", "client_secret_basic"]));
    }
}
