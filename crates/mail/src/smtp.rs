//! The way out: SMTP, through `lettre`.
use crate::outbox::{Refusal, Taken};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::extension::ClientId,
};
use std::{
    net::IpAddr,
    time::{Duration, SystemTime},
};

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// How long a server may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most bytes that are kept of what a server says.
const LONGEST: usize = 300;

/// A mail server, and in whose name mail is given to it.
pub struct Smtp {
    transport: Transport,
    from: Mailbox,
}

impl Smtp {
    /// `url` is `smtp://USER:PASSWORD@HOST:PORT?tls=required` for STARTTLS, `smtps://…` for TLS from the first byte, or
    /// `smtp://HOST:PORT` for none; `host` is what the server is told to talk to.
    ///
    /// # Errors
    /// One line that says what is wrong, without the password. A password that would go over a network in the clear is wrong
    /// too.
    pub fn new(url: &str, from: &str, host: &str) -> Result<Self, String> {
        let unfit =
            |_| "--smtp-url names no mail server: write smtp://USER:PASSWORD@HOST:PORT?tls=required.".to_owned();
        let builder = Transport::from_url(url).map_err(unfit)?;
        if tells_password(url) {
            return Err(
                "--smtp-url would send the password in the clear: add ?tls=required, or write smtps://.".to_owned()
            );
        }
        let transport = builder.timeout(Some(PATIENCE)).hello_name(name_of(host)).build();
        let from = from.parse().map_err(|_| format!("--mail-from is no address: {from}. Write Name <a@b.example>."))?;
        Ok(Smtp { transport, from })
    }
    /// Gives one mail to the server.
    pub(crate) async fn send(&self, mail: &Taken) -> Result<(), Refusal> {
        let message = self.message(mail).map_err(|fault| Refusal { text: fault, is_final: true })?;
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| {
            let mut text = error.to_string();
            text.truncate(text.floor_char_boundary(LONGEST));
            Refusal { text, is_final: error.is_permanent() }
        })
    }
    fn message(&self, mail: &Taken) -> Result<Message, String> {
        let to = mail.recipient.parse().map_err(|fault| format!("no address to send to: {fault}"))?;
        // The same name whenever it is tried: who gets it twice can tell.
        let name = format!("<{}@{}>", mail.id, self.from.email.domain());
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.at).unwrap_or(0));
        let builder = Message::builder().from(self.from.clone()).to(Mailbox::new(None, to)).message_id(Some(name));
        let builder = builder.date(at).subject(&mail.subject).header(ContentType::TEXT_PLAIN);
        builder.body(mail.text.clone()).map_err(|fault| fault.to_string())
    }
}

/// Whether a password would be sent over a network without TLS. `opportunistic` is as good as none: who stands in between
/// takes it away.
fn tells_password(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("smtp://") else { return false };
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    let Some((_, server)) = authority.rsplit_once('@') else { return false };
    !query.split('&').any(|pair| pair == "tls=required") && !is_this_machine(server)
}

/// Whether `HOST:PORT` is a loopback address.
fn is_this_machine(server: &str) -> bool {
    let without_port =
        |server: &str| server.rsplit_once(':').map_or_else(|| server.to_owned(), |(host, _)| host.to_owned());
    let host = server.strip_prefix('[').and_then(|rest| rest.split(']').next());
    let host = host.map_or_else(|| without_port(server), str::to_owned);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// In whose name the server is greeted: an address stands in brackets there (RFC 5321, 4.1.3).
fn name_of(host: &str) -> ClientId {
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_goes_over_a_network_under_tls_alone() {
        for (url, tells) in [
            ("smtp://u:p@mail.example:25", true),
            ("smtp://u:p@mail.example?tls=opportunistic", true),
            ("smtp://u:p@192.0.2.1", true),
            ("smtp://u:p@localhost.example", true),
            ("smtp://u:p@mail.example:587?tls=required", false),
            ("smtps://u:p@mail.example", false),
            ("smtp://mail.example:25", false),
            ("smtp://u:p@127.0.0.1:25", false),
            ("smtp://u:p@[::1]:25", false),
            ("smtp://u:p@localhost", false),
        ] {
            assert_eq!(tells_password(url), tells, "{url}");
        }
    }

    #[test]
    fn an_address_greets_as_an_address() {
        for (host, name) in
            [("mail.example", "mail.example"), ("192.0.2.1", "[192.0.2.1]"), ("[2001:db8::1]", "[IPv6:2001:db8::1]")]
        {
            assert_eq!(name_of(host).to_string(), name);
        }
    }
}
