//! The way out: SMTP, through `lettre`.
use crate::outbox::{Refusal, Taken};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::extension::ClientId,
};
use std::time::{Duration, SystemTime};

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
    /// One line that says what is wrong, without the password.
    pub fn new(url: &str, from: &str, host: &str) -> Result<Self, String> {
        let unfit =
            |_| "--smtp-url names no mail server: write smtp://USER:PASSWORD@HOST:PORT?tls=required.".to_owned();
        let builder = Transport::from_url(url).map_err(unfit)?;
        let transport = builder.timeout(Some(PATIENCE)).hello_name(ClientId::Domain(host.to_owned())).build();
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
