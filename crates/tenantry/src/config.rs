//! Options of the server: flags win over the environment, the environment over the file, the file over defaults.
use clap::{Args, ValueEnum};
use http::Uri;
use mail::Smtp;
use platform::{Compat, Gate, Policy, limits::LimitTable};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// A fault on one line that says what to do.
pub type Fault = String;

/// MiB.
const LARGEST_CACHE: i64 = 65_536;
const MOST_FAILURES: i64 = 1_000_000;

/// What `serve` takes. Every option can stand in the file under its long name.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct ServeOptions {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "TENANTRY_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// `sqlite:PATH` for one process, `postgres://…` for several [default: sqlite:./tenantry-data/tenantry.db]
    #[arg(long, value_name = "URL", env = "TENANTRY_DATABASE")]
    pub database: Option<String>,
    /// The file of sealing keys. With sqlite it is made beside the data; with postgres it must be given (`tenantry secrets
    /// FOLDER` makes it)
    #[arg(long, value_name = "FILE", env = "TENANTRY_KEYS")]
    pub keys: Option<PathBuf>,
    /// Where the bytes of files are: `file:FOLDER`, or `s3://BUCKET/PREFIX` with region, endpoint and credentials from the
    /// usual AWS_… variables. With postgres it must be given [default: the folder `files` beside the database]
    #[arg(long, value_name = "URL", env = "TENANTRY_FILES")]
    pub files: Option<String>,
    /// The address that clients use, named in answers and links [default: http:// and the listen address]
    #[arg(long, value_name = "URL", env = "TENANTRY_BASE_URL")]
    pub base_url: Option<String>,
    /// Where to answer /readyz and /metrics instead of on the main address; /healthz is answered on both
    #[arg(long, value_name = "ADDR", env = "TENANTRY_ADMIN_LISTEN")]
    pub admin_listen: Option<SocketAddr>,
    /// A file that holds the operator's token, of 32 letters or more. Without one it stands beside the keys: with sqlite it is
    /// made there, with postgres it must be there
    #[arg(long, value_name = "FILE", env = "TENANTRY_OPERATOR_TOKEN_FILE")]
    pub operator_token_file: Option<PathBuf>,
    /// Whether accounts are limited in how often they may call [default: on]
    #[arg(long, value_enum, env = "TENANTRY_RATE_LIMITS")]
    pub rate_limits: Option<Switch>,
    /// Whether masters manage subaccounts that pay for themselves; what these buy stays their own matter [default: refuse]
    #[arg(long, value_enum, env = "TENANTRY_SELF_PAY_MANAGEMENT")]
    pub self_pay_management: Option<SelfPay>,
    /// How much of the API a top-level master may use on a second-level master by id [default: reads]
    #[arg(long, value_enum, env = "TENANTRY_MANAGE_SECOND_LEVEL")]
    pub manage_second_level: Option<SecondLevel>,
    /// Documented oddities to restore
    #[arg(long, value_enum, env = "TENANTRY_COMPAT")]
    pub compat: Option<CompatSwitch>,
    /// What is published to be called once in some minutes is held to that [default: off]
    #[arg(long, value_enum, env = "TENANTRY_STRICT_LIMITS", num_args = 0..=1, default_missing_value = "on")]
    pub strict_limits: Option<Switch>,
    /// How far ahead the exp of an app's own token may lie, in seconds [default: 604800]
    #[arg(long, value_name = "SECONDS", env = "TENANTRY_JWT_MAX_AHEAD", value_parser = clap::value_parser!(i64).range(0..))]
    pub jwt_max_ahead: Option<i64>,
    /// How much memory the one thread that writes to SQLite may use for pages, in MiB [default: 8]
    #[arg(long, value_name = "MIB", env = "TENANTRY_WRITER_CACHE", value_parser = clap::value_parser!(i64).range(1..=LARGEST_CACHE))]
    pub writer_cache: Option<i64>,
    /// The server that sends mail: smtp://USER:PASSWORD@HOST:PORT?tls=required for STARTTLS, smtps://… for TLS; without one
    /// mail stays here, for the operator to read
    #[arg(long, value_name = "URL", env = "TENANTRY_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// In whose name mail is sent [default: tenantry <no-reply@HOST>, the host of the base URL]
    #[arg(long, value_name = "ADDRESS", env = "TENANTRY_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// How many proxies of yours stand before the server; each adds the address that it sees to X-Forwarded-For [default: 0]
    #[arg(long, value_name = "NUMBER", env = "TENANTRY_PROXIES")]
    pub proxies: Option<usize>,
    /// How often signing in as one user may fail within 15 minutes before it waits [default: 10]
    #[arg(long, value_name = "NUMBER", env = "TENANTRY_SIGN_IN_FAILURES_PER_ACCOUNT", value_parser = clap::value_parser!(i64).range(1..=MOST_FAILURES))]
    pub sign_in_failures_per_account: Option<i64>,
    /// How often signing in from one address may fail within 15 minutes before it waits [default: 30]
    #[arg(long, value_name = "NUMBER", env = "TENANTRY_SIGN_IN_FAILURES_PER_ADDRESS", value_parser = clap::value_parser!(i64).range(1..=MOST_FAILURES))]
    pub sign_in_failures_per_address: Option<i64>,
    /// The catalogue of plans, in the form of the shipped one, whose prices are examples
    #[arg(long, value_name = "FILE", env = "TENANTRY_PLANS")]
    pub plans: Option<PathBuf>,
    /// Who sells: name, address, tax-id, email, phone, payment and footer of invoices and statements
    #[arg(long, value_name = "FILE", env = "TENANTRY_SELLER")]
    pub seller: Option<PathBuf>,
    /// A TrueType font for invoices and statements, where names need letters that the shipped one lacks
    #[arg(long, value_name = "FILE", env = "TENANTRY_DOCUMENT_FONT")]
    pub document_font: Option<PathBuf>,
    /// Numbers of the published limits that are to be different; only in the file
    #[arg(skip)]
    pub limits: Option<LimitTable>,
    /// The rules of money; only in the file
    #[arg(skip)]
    pub billing: Option<BillingOptions>,
}

/// `[billing]`: what is different from the usual rules of money. Days are counted from the due date; 0 switches one off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct BillingOptions {
    /// Of accounts that have none of their own, by its three letters.
    pub currency: Option<String>,
    /// From the date of an invoice to its due date.
    pub payment_days: Option<u16>,
    /// Length of a free trial.
    pub trial_days: Option<u16>,
    /// Until nothing more can be bought.
    pub overdue_days: Option<u16>,
    /// Until what is paid for is closed.
    pub suspend_days: Option<u16>,
    /// Until plans end.
    pub expire_days: Option<u16>,
    /// Parts per million by country or by country and state: `US-NY = 88750`.
    pub taxes: BTreeMap<String, i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    On,
    Off,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SelfPay {
    Refuse,
    Allow,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondLevel {
    Reads,
    Full,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CompatSwitch {
    /// Failures that the documents print inside HTTP 200 are sent so
    #[value(name = "strict-200")]
    #[serde(rename = "strict-200")]
    Strict200,
}

impl ServeOptions {
    /// Flags and environment over the file.
    ///
    /// # Errors
    /// The file cannot be read, or says something that is not known.
    pub fn with_file(self, file: Option<&PathBuf>) -> Result<Self, Fault> {
        let Some(path) = file else { return Ok(self) };
        let shown = path.display();
        let text =
            fs::read_to_string(path).map_err(|fault| format!("cannot read {shown}: {fault}. Check --config."))?;
        let below: ServeOptions = toml::from_str(&text).map_err(|fault| format!("{shown}{}", placed(&fault, &text)))?;
        below.check_ranges().map_err(|fault| format!("{shown}: {fault}"))?;
        Ok(ServeOptions {
            listen: self.listen.or(below.listen),
            database: self.database.or(below.database),
            keys: self.keys.or(below.keys),
            files: self.files.or(below.files),
            // A variable that nobody has set may be an empty one.
            base_url: self.base_url.filter(|url| !url.trim().is_empty()).or(below.base_url),
            admin_listen: self.admin_listen.or(below.admin_listen),
            operator_token_file: self.operator_token_file.or(below.operator_token_file),
            rate_limits: self.rate_limits.or(below.rate_limits),
            self_pay_management: self.self_pay_management.or(below.self_pay_management),
            manage_second_level: self.manage_second_level.or(below.manage_second_level),
            compat: self.compat.or(below.compat),
            strict_limits: self.strict_limits.or(below.strict_limits),
            jwt_max_ahead: self.jwt_max_ahead.or(below.jwt_max_ahead),
            writer_cache: self.writer_cache.or(below.writer_cache),
            smtp_url: self.smtp_url.or(below.smtp_url),
            mail_from: self.mail_from.or(below.mail_from),
            proxies: self.proxies.or(below.proxies),
            sign_in_failures_per_account: self.sign_in_failures_per_account.or(below.sign_in_failures_per_account),
            sign_in_failures_per_address: self.sign_in_failures_per_address.or(below.sign_in_failures_per_address),
            plans: self.plans.or(below.plans),
            seller: self.seller.or(below.seller),
            document_font: self.document_font.or(below.document_font),
            limits: below.limits,
            billing: below.billing,
        })
    }
    /// What the command line refuses by itself.
    fn check_ranges(&self) -> Result<(), Fault> {
        for (name, number, most) in [
            ("writer-cache", self.writer_cache, LARGEST_CACHE),
            ("sign-in-failures-per-account", self.sign_in_failures_per_account, MOST_FAILURES),
            ("sign-in-failures-per-address", self.sign_in_failures_per_address, MOST_FAILURES),
        ] {
            if number.is_some_and(|number| !(1..=most).contains(&number)) {
                return Err(format!("{name} must be 1 to {most}."));
            }
        }
        if self.jwt_max_ahead.is_some_and(|seconds| seconds < 0) {
            return Err("jwt-max-ahead must be 0 or more.".to_owned());
        }
        Ok(())
    }
    /// Port 8080 of the machine itself where nothing is said.
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)))
    }
    /// The address that clients use, where one is named.
    ///
    /// # Errors
    /// It is none.
    pub fn base_url(&self) -> Result<Option<String>, Fault> {
        self.base_url.as_deref().map_or(Ok(None), base_url)
    }
    /// A file below the current folder where nothing is said.
    pub fn database(&self) -> &str {
        self.database.as_deref().unwrap_or("sqlite:./tenantry-data/tenantry.db")
    }
    /// Where the bytes of files are.
    ///
    /// # Errors
    /// The database is not a file of ours, and nothing else says where.
    pub fn files(&self) -> Result<String, Fault> {
        match (&self.files, self.database().strip_prefix("sqlite:")) {
            (Some(files), _) => Ok(files.clone()),
            (None, Some(path)) => Ok(format!("file:{}", Path::new(path).with_file_name("files").display())),
            (None, None) => Err("several processes need the same files: give --files URL.".to_owned()),
        }
    }
    /// How the database is opened.
    pub fn storage(&self) -> storage::Options {
        let usual = storage::Options::new(self.database());
        storage::Options { writer_cache: self.writer_cache.map_or(usual.writer_cache, |mib| mib * 1024), ..usual }
    }
    /// Where nothing is said, masters do not manage who pays itself, and only read on the second level.
    pub fn policy(&self) -> Policy {
        Policy {
            manage_self_paying: self.self_pay_management == Some(SelfPay::Allow),
            manage_second_level: self.manage_second_level == Some(SecondLevel::Full),
        }
    }
    /// Where nothing is said, no oddity is restored, and no published pause between calls is kept.
    pub fn compat(&self) -> Compat {
        let usual = Compat::default();
        Compat {
            strict_200: self.compat == Some(CompatSwitch::Strict200),
            strict_limits: self.strict_limits == Some(Switch::On),
            jwt_max_ahead: self.jwt_max_ahead.unwrap_or(usual.jwt_max_ahead),
        }
    }
    /// How whoever comes to the pages is told from others, and how often it may fail.
    pub fn gate(&self) -> Gate {
        let usual = Gate::default();
        Gate {
            proxies: self.proxies.unwrap_or(usual.proxies),
            failures_of_account: self.sign_in_failures_per_account.unwrap_or(usual.failures_of_account),
            failures_of_address: self.sign_in_failures_per_address.unwrap_or(usual.failures_of_address),
        }
    }
    /// The server that sends mail, which is told that it talks to `host`; `None` where mail stays in the platform.
    ///
    /// # Errors
    /// It is not named as it must be, or the sender is not.
    pub fn smtp(&self, host: &str) -> Result<Option<Smtp>, Fault> {
        let from = self.mail_from.clone().unwrap_or_else(|| format!("tenantry <no-reply@{host}>"));
        self.smtp_url.as_deref().map(|url| Smtp::new(url, &from, host)).transpose()
    }
    /// `None` where limits are lifted.
    pub fn limit_table(&self) -> Option<LimitTable> {
        (self.rate_limits != Some(Switch::Off)).then(|| self.limits.clone().unwrap_or_default())
    }
}

/// What is wrong, after the line where it stands: `, line 3: unknown field …`.
fn placed(fault: &toml::de::Error, text: &str) -> String {
    let before = fault.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| format!(", line {}", before.matches('\n').count() + 1));
    format!("{}: {}", line.unwrap_or_default(), fault.message().replace('\n', " "))
}

/// A base URL as answers and links begin with it; `None` for an empty one, which a variable may be that nobody has set.
///
/// # Errors
/// It is no address that a client could use.
pub fn base_url(text: &str) -> Result<Option<String>, Fault> {
    let trimmed = text.trim().trim_end_matches('/');
    if trimmed.is_empty() {
        return Ok(None);
    }
    let url = trimmed.parse::<Uri>().ok().filter(|url| url.query().is_none() && !trimmed.contains(['#', '@']));
    let url = url.as_ref().and_then(as_browsers_write_it);
    url.map(Some).ok_or_else(|| format!("--base-url {text} is no address: it must be http://HOST or https://HOST."))
}

/// Scheme and host in small letters, and no port that goes without saying: what browsers say of where they are is held
/// against it. There is no path: pages link to each other from the root of the host.
fn as_browsers_write_it(url: &Uri) -> Option<String> {
    let usual = match url.scheme_str()? {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let authority = url.authority()?;
    let host = authority.host().to_ascii_lowercase();
    let port = match authority.port_u16() {
        Some(port) if port != usual => format!(":{port}"),
        Some(_) => String::new(),
        None if authority.as_str() == authority.host() => String::new(),
        None => return None,
    };
    let is_whole = !host.is_empty() && url.path() == "/";
    is_whole.then(|| format!("{}://{host}{port}", url.scheme_str().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a file that says this.
    fn read(line: &str) -> Result<ServeOptions, Fault> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tenantry.toml");
        fs::write(&path, line).unwrap();
        ServeOptions::default().with_file(Some(&path))
    }

    #[test]
    fn a_file_is_held_to_the_ranges_of_the_command_line() {
        for (name, most) in [
            ("writer-cache", LARGEST_CACHE),
            ("sign-in-failures-per-account", MOST_FAILURES),
            ("sign-in-failures-per-address", MOST_FAILURES),
        ] {
            for number in [1, most] {
                assert!(read(&format!("{name} = {number}")).is_ok(), "{name} {number}");
            }
            for number in [i64::MIN, -1, 0, most + 1] {
                let refused = read(&format!("{name} = {number}")).unwrap_err();
                assert!(refused.ends_with(&format!(": {name} must be 1 to {most}.")), "{number}: {refused}");
            }
        }
    }

    /// The blocks of TOML in `docs/configuration.md`.
    fn documented() -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
        let text = fs::read_to_string(path).unwrap();
        let blocks = text.split("```toml\n").skip(1);
        blocks.map(|block| block.split_once("```").unwrap().0.to_owned()).collect()
    }

    #[test]
    fn the_documented_files_are_taken_and_the_first_names_every_option() {
        let [options, seller] = documented().try_into().unwrap();
        let taken = read(&options).unwrap();
        let shown = format!("{taken:#?}");
        let of_options =
            shown.lines().filter(|line| line.strip_prefix("    ").is_some_and(|name| !name.starts_with(' ')));
        let unnamed: Vec<&str> = of_options.filter(|line| line.ends_with(": None,")).collect();
        assert!(unnamed.is_empty() && shown.contains("base_url"), "{unnamed:?}");
        assert!(billing::documents::Seller::read(&seller).is_ok());
    }

    #[test]
    fn what_is_wrong_in_a_file_is_said_with_its_line() {
        for (text, line) in [("proxies = -1", 1), ("# mine\n\nlisten = \"x\"\n", 3), ("proxies = 1\nproxies = 2", 2)] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(&format!("tenantry.toml, line {line}: ")), "{refused}");
        }
    }

    #[test]
    fn a_base_url_is_an_address_that_clients_can_use() {
        for (text, read) in [
            ("", None),
            (" ", None),
            ("https://a.example", Some("https://a.example")),
            ("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080")),
            ("HTTPS://A.Example:443/", Some("https://a.example")),
            ("http://a.example:80", Some("http://a.example")),
            ("http://a.example:443", Some("http://a.example:443")),
            ("https://a.example:65535", Some("https://a.example:65535")),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
        ] {
            assert_eq!(base_url(text).unwrap().as_deref(), read, "{text}");
        }
        for text in [
            "a.example",
            "ftp://a.example",
            "https://",
            "https:",
            "https://a.example?x=1",
            "https://u@a.example",
            "https://a.example/#x",
            "https://a.example/x",
            "https://a.example/x/",
            "https://a.example//x",
            "https://a.example:",
            "https://a.example:65536",
        ] {
            assert!(base_url(text).unwrap_err().ends_with("it must be http://HOST or https://HOST."), "{text}");
        }
    }

    #[test]
    fn how_far_ahead_a_token_may_expire_is_no_negative_number() {
        for seconds in [0, 1, i64::MAX] {
            let read = read(&format!("jwt-max-ahead = {seconds}")).unwrap();
            assert_eq!(read.compat().jwt_max_ahead, seconds);
        }
        for seconds in [-1, i64::MIN] {
            let refused = read(&format!("jwt-max-ahead = {seconds}")).unwrap_err();
            assert!(refused.ends_with(": jwt-max-ahead must be 0 or more."), "{refused}");
        }
    }
}
