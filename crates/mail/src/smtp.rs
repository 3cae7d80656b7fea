//! The way out: SMTP, through `lettre`.
use crate::outbox::{Refusal, Taken};
use lettre::{
    Address, Message, SmtpTransport, Transport,
    message::{Mailbox, header::ContentType},
    transport::smtp::{Error, extension::ClientId},
};
use platform::is_this_machine;
use std::{
    net::IpAddr,
    thread,
    time::{Duration, SystemTime},
};
use tokio::sync::oneshot;
use url::{Host, Url};

/// How long a server may take to be reached, and over each of its eleven answers at most. Nobody else takes the mail for
/// longer than all of that.
const PATIENCE: Duration = Duration::from_secs(50);
/// The most bytes that are kept of what a server says.
const LONGEST: usize = 300;

/// A mail server, and in whose name mail is given to it.
pub struct Smtp {
    transport: SmtpTransport,
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
        Smtp::with_patience(url, from, host, PATIENCE)
    }
    fn with_patience(url: &str, from: &str, host: &str, patience: Duration) -> Result<Self, String> {
        let unfit = || "--smtp-url names no mail server: write smtp://USER:PASSWORD@HOST:PORT?tls=required.".to_owned();
        let builder = SmtpTransport::from_url(url).map_err(|_| unfit())?;
        let url = Url::parse(url).map_err(|_| unfit())?;
        // `lettre` would look for a name in brackets.
        if matches!(url.host(), Some(Host::Ipv6(_))) {
            return Err("--smtp-url takes no IPv6 address: write the name of the mail server.".to_owned());
        }
        if tells_password(&url) {
            return Err(
                "--smtp-url would send the password in the clear: add ?tls=required, or write smtps://.".to_owned()
            );
        }
        let transport = builder.timeout(Some(patience)).hello_name(name_of(host)).build();
        let unfit = || format!("--mail-from is no address: {from}. Write Name <a@b.example>.");
        let Mailbox { name, email } = from.parse().map_err(|_| unfit())?;
        let email = address(email.as_ref()).map_err(|_| unfit())?;
        Ok(Smtp { transport, from: Mailbox { name, email } })
    }
    /// Gives one mail to the server.
    pub(crate) async fn send(&self, mail: &Taken) -> Result<(), Refusal> {
        let message = self.message(mail).map_err(|fault| Refusal { text: fault, is_final: true })?;
        let transport = self.transport.clone();
        let (tell, told) = oneshot::channel();
        // A thread of its own waits for each answer no longer than it should, also for the one to the farewell, when the mail
        // was taken long before. Nobody waits for it when the process ends.
        let sending = thread::Builder::new().name("mail".to_owned());
        let begun = sending.spawn(move || drop(tell.send(transport.send(&message))));
        begun.map_err(|fault| Refusal { text: fault.to_string(), is_final: false })?;
        let sent = told.await.map_err(|fault| Refusal { text: fault.to_string(), is_final: false })?;
        sent.map(drop).map_err(|error| refusal(&error))
    }
    fn message(&self, mail: &Taken) -> Result<Message, String> {
        let to = address(&mail.recipient).map_err(|fault| format!("no address to send to: {fault}"))?;
        // The same name whenever it is tried: who gets it twice can tell.
        let name = format!("<{}@{}>", mail.id, self.from.email.domain());
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.at).unwrap_or(0));
        let builder = Message::builder().from(self.from.clone()).to(Mailbox::new(None, to)).message_id(Some(name));
        let builder = builder.date(at).subject(&mail.subject).header(ContentType::TEXT_PLAIN);
        builder.body(mail.text.clone()).map_err(|fault| fault.to_string())
    }
}

fn refusal(error: &Error) -> Refusal {
    let mut text = error.to_string();
    text.truncate(text.floor_char_boundary(LONGEST));
    Refusal { text, is_final: error.is_permanent() }
}

/// Where mail to a recipient goes. Its domain is encoded for DNS (RFC 5890), as few servers take it otherwise (RFC 6531).
fn address(recipient: &str) -> Result<Address, String> {
    let (name, domain) = recipient.rsplit_once('@').ok_or_else(|| "it has no domain".to_owned())?;
    // What is ASCII is as it is meant, whatever the rules for other letters say of it.
    let encoded = if domain.is_ascii() { Ok(domain.to_owned()) } else { idna::domain_to_ascii(domain) };
    let domain = encoded.map_err(|fault| fault.to_string())?;
    Address::new(name, domain).map_err(|fault| fault.to_string())
}

/// Whether a password would be sent over a network without TLS. `opportunistic` is as good as none: who stands in between
/// takes it away. The first `tls` counts, as it does for `lettre`.
fn tells_password(url: &Url) -> bool {
    let tls = url.query_pairs().find(|(key, _)| key == "tls");
    let is_sealed = url.scheme() == "smtps" || tls.is_some_and(|(_, value)| value == "required");
    url.password().is_some() && !is_sealed && !is_this_machine(url.host_str().unwrap_or_default())
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
    use std::{
        io::{BufRead, BufReader, Read, Write},
        net::TcpListener,
    };

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
            ("smtp://u:p@localhost", false),
            // However it is written, and whatever else it says.
            ("SMTP://u:p@mail.example", true),
            ("SMTPS://u:p@mail.example", false),
            ("smtp://u:p@LocalHost", false),
            ("smtp://u:p@mail.example?tls=opportunistic&tls=required", true),
            ("smtp://u:p@mail.example?tls=required&tls=opportunistic", false),
            ("smtp://u:p@mail.example?%74ls=required", false),
            ("smtp://u:p@mail.example/?x=1&tls=opportunistic#?tls=required", true),
            ("smtp://u:p@localhost@mail.example", true),
        ] {
            assert_eq!(tells_password(&Url::parse(url).unwrap()), tells, "{url}");
        }
    }

    #[test]
    fn an_ipv6_address_of_a_mail_server_is_refused() {
        for url in ["smtp://[::1]:25", "smtp://u:p@[::1]:25", "smtps://u:p@[2001:db8::1]"] {
            let fault = Smtp::new(url, "no-reply@mail.example", "mail.example").err().unwrap();
            assert!(fault.starts_with("--smtp-url takes no IPv6 address"), "{fault}");
        }
    }

    #[test]
    fn the_domain_of_a_recipient_is_encoded_for_dns() {
        for (recipient, to) in [
            ("ann@bücher.example", "ann@xn--bcher-kva.example"),
            ("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
            ("änn@bücher.example", "änn@xn--bcher-kva.example"),
            ("ann@mail.example", "ann@mail.example"),
            ("ann@365.xn--4dbrk0ce", "ann@365.xn--4dbrk0ce"),
        ] {
            assert_eq!(address(recipient).unwrap().to_string(), to);
        }
        assert!(["ann", "ann@", "@mail.example"].iter().all(|recipient| address(recipient).is_err()));
    }

    fn mail() -> Taken {
        let text = || "text".to_owned();
        let recipient = "ann@mail.example".to_owned();
        Taken { account_id: text(), id: text(), recipient, subject: text(), text: text(), attempts: 1, at: 0 }
    }

    /// Given to a server that answers until it has heard `last`, and then says nothing.
    async fn given_until(last: &'static str) -> Result<(), Refusal> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = thread::Builder::new().spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let (mut heard, mut said) = (BufReader::new(stream.try_clone().unwrap()), stream);
            let (mut line, mut is_body) = (String::from("CONNECT"), false);
            while !line.is_empty() && line.trim_end() != last {
                is_body = is_body && line != ".\r\n";
                let answer = match line.split([' ', '\r']).next() {
                    _ if is_body => "",
                    Some("CONNECT") => "220 here\r\n",
                    Some("DATA") => "354 go on\r\n",
                    _ => "250 done\r\n",
                };
                is_body = is_body || line.starts_with("DATA");
                said.write_all(answer.as_bytes()).unwrap();
                line.clear();
                heard.read_line(&mut line).unwrap();
            }
            // It holds the connection until the client is tired of it.
            drop(heard.read_to_string(&mut line));
        });
        let patience = Duration::from_millis(100);
        let smtp = Smtp::with_patience(&url, "no-reply@mail.example", "mail.example", patience).unwrap();
        let outcome = smtp.send(&mail()).await;
        server.unwrap().join().unwrap();
        outcome
    }

    #[tokio::test]
    async fn a_server_that_says_nothing_is_asked_again_later() {
        for last in ["CONNECT", "DATA"] {
            assert!(!given_until(last).await.unwrap_err().is_final, "{last}");
        }
    }

    #[tokio::test]
    async fn a_mail_that_was_taken_is_not_sent_again_whatever_the_server_says_to_a_farewell() {
        assert!(given_until("QUIT").await.is_ok());
    }

    #[test]
    fn the_sender_is_encoded_alike() {
        let smtp = Smtp::new("smtp://127.0.0.1:25", "Bücher <no-reply@bücher.example>", "mail.example").unwrap();
        assert_eq!(smtp.from.email.to_string(), "no-reply@xn--bcher-kva.example");
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
