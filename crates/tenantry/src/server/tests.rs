//! A server over a folder of its own: which listener answers what.
use super::*;
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use std::os::fd::OwnedFd;
use storage::Options;

const ANYWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// A platform over a folder, and what it is to listen on beside its main address.
async fn platform(folder: &Path, admin_listen: Option<SocketAddr>) -> Platform {
    let database = Some(format!("sqlite:{}", folder.join("tenantry.db").display()));
    let options = ServeOptions { database, admin_listen, ..ServeOptions::default() };
    build(&options, Some(ANYWHERE), SeedSource::fixed(1), wire::apis()).await.unwrap()
}

fn get(path: &str) -> Request<Full<Bytes>> {
    Request::get(path).body(Full::default()).unwrap()
}

#[tokio::test]
async fn an_admin_listener_takes_readiness_and_metrics_off_the_main_one() {
    let paths = ["/healthz", "/readyz", "/metrics", "/openapi.json"];
    for (admin, main) in [(None, [200, 200, 200, 200]), (Some(ANYWHERE), [200, 404, 404, 200])] {
        let folder = tempfile::tempdir().unwrap();
        let platform = platform(folder.path(), admin).await;
        for (path, status) in paths.into_iter().zip(main) {
            assert_eq!(platform.answer(None, get(path)).await.status(), status, "{path} on the main listener");
            assert_eq!(platform.answer_site(get(path)).await.status(), 200, "{path} on the admin listener");
        }
        assert_eq!(platform.answer_site(get("/v2/users")).await.status(), 404);
    }
}

#[test]
fn a_base_url_of_this_machine_is_doubted_where_others_reach_the_listener() {
    let said = |base_url: &str, listen: &str| {
        let site = Site { base_url: base_url.into(), has_admin_listener: false, gate: Default::default() };
        exposed(&site, listen.parse().unwrap())
    };
    for url in ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"] {
        for open in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:8080"] {
            assert!(said(url, open).is_some_and(|words| words.contains(url) && words.contains(open)), "{url} {open}");
        }
        assert_eq!(["127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080"].map(|own| said(url, own)), [None, None, None]);
    }
    // Over TLS nothing is read, and elsewhere nobody signs in.
    for url in ["https://localhost", "https://a.example", "http://a.example", "http://0.0.0.0:8080"] {
        assert_eq!(said(url, "0.0.0.0:8080"), None, "{url}");
    }
}

#[test]
fn commands_of_this_machine_are_told_an_address_that_they_can_reach() {
    for (listens, told) in [
        ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("192.0.2.1:80", "http://192.0.2.1:80"),
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("[2001:db8::1]:80", "http://[2001:db8::1]:80"),
        ("[::]:8080", "http://[::1]:8080"),
    ] {
        assert_eq!(reached_here(listens.parse().unwrap()), told, "{listens}");
    }
}

#[tokio::test]
async fn the_lock_says_where_the_server_listens_and_not_what_clients_call_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tenantry.db").display());
    let base_url = Some("https://tenantry.example".to_owned());
    let options = ServeOptions { database: Some(url.clone()), base_url, ..ServeOptions::default() };
    let everywhere = "0.0.0.0:8080".parse().ok();
    let platform = build(&options, everywhere, SeedSource::fixed(1), wire::apis()).await.unwrap();
    assert_eq!(Database::locked_by(&url).as_deref(), Some("http://127.0.0.1:8080"));
    assert_eq!(platform.base_url(), "https://tenantry.example");
}

#[tokio::test]
async fn a_start_that_has_nothing_new_to_note_commits_nothing() {
    let folder = tempfile::tempdir().unwrap();
    drop(platform(folder.path(), None).await);
    let _again = platform(folder.path(), None).await;
    // Whoever closes last leaves no log behind.
    let log = std::fs::metadata(folder.path().join("tenantry.db-wal"));
    assert_eq!(log.map_or(0, |log| log.len()), 0);
}

#[tokio::test]
async fn a_server_notes_where_clients_reach_it() {
    let folder = tempfile::tempdir().unwrap();
    let base_url = |listens, base_url: Option<&str>| {
        let database = Some(format!("sqlite:{}", folder.path().join("tenantry.db").display()));
        let options = ServeOptions { database, base_url: base_url.map(str::to_owned), ..ServeOptions::default() };
        async move {
            let platform = build(&options, listens, SeedSource::system().unwrap(), wire::apis()).await.unwrap();
            // It serves until its end, which has come.
            note_base_url(&platform, async {}).await;
            platform.base_url().to_owned()
        }
    };
    assert_eq!(base_url(Some(ANYWHERE), Some("https://a.example/")).await, "https://a.example");
    assert_eq!(base_url(None, None).await, "https://a.example");
    // A server says itself where it is.
    assert_eq!(base_url(Some(ANYWHERE), None).await, "http://127.0.0.1:0");
    assert_eq!(base_url(None, None).await, "http://127.0.0.1:0");
}

#[tokio::test]
async fn what_several_processes_share_is_asked_for_before_the_database_is_opened() {
    // Nobody listens there, so opening it would be refused in other words.
    let database = Some("postgres://nobody@127.0.0.1:1/none".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let keys = Some(folder.path().join("keys"));
    let without_keys = ServeOptions { database, ..ServeOptions::default() };
    let without_files = ServeOptions { keys, ..without_keys.clone() };
    secrets::make(folder.path(), &SeedSource::fixed(1)).unwrap();
    for (options, wanted) in [(without_keys, "give --keys FILE"), (without_files, "give --files URL")] {
        let refused = build(&options, Some(ANYWHERE), SeedSource::fixed(1), wire::apis()).await.err().unwrap();
        assert!(refused.contains(wanted), "{refused}");
    }
}

#[tokio::test]
async fn a_taken_admin_address_is_refused_before_anything_is_touched() {
    let taken = TcpListener::bind(ANYWHERE).await.unwrap();
    let refused = Listeners::open(ANYWHERE, taken.local_addr().ok()).await.err().unwrap();
    assert!(refused.contains("Choose another --admin-listen."), "{refused}");
}

/// A socket that looks like a listener until it is asked for a connection.
fn broken() -> TcpListener {
    let socket = std::net::UdpSocket::bind(ANYWHERE).unwrap();
    socket.send_to(b"!", socket.local_addr().unwrap()).unwrap();
    socket.set_nonblocking(true).unwrap();
    TcpListener::from_std(OwnedFd::from(socket).into()).unwrap()
}

#[tokio::test]
async fn a_listener_that_breaks_ends_the_server_whichever_it_is() {
    for is_main in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let platform = platform(folder.path(), Some(ANYWHERE)).await;
        let whole = TcpListener::bind(ANYWHERE).await.unwrap();
        let (main, admin) = if is_main { (broken(), whole) } else { (whole, broken()) };
        let ended = serve(platform, Listeners { main, admin: Some(admin) }, None, "");
        let ended = tokio::time::timeout(std::time::Duration::from_secs(30), ended).await;
        assert!(ended.expect("it ends").unwrap_err().contains("a listener broke"));
    }
}

#[tokio::test]
async fn answers_that_belong_to_no_surface_have_a_tracking_id_too() {
    let folder = tempfile::tempdir().unwrap();
    let platform = platform(folder.path(), None).await;
    let mut seen = Vec::new();
    for path in ["/healthz", "/readyz", "/metrics", "/openapi.json", "/nothing"] {
        for answer in [platform.answer(None, get(path)).await, platform.answer_site(get(path)).await] {
            let id = answer.headers()["x-zm-trackingid"].to_str().unwrap().to_owned();
            assert!(id.starts_with("v=2.0;clid=us02;rid=WEB_") && !seen.contains(&id), "{path}: {id}");
            seen.push(id);
        }
    }
}

/// Status and text of an answer.
async fn said(answer: platform::HttpResponse) -> (u16, String) {
    let (head, body) = answer.into_parts();
    let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    (head.status.as_u16(), text)
}

#[test]
fn a_server_is_ready_while_its_database_answers() {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    secrets::make(folder.path(), &SeedSource::fixed(1)).unwrap();
    let (url, name, mut server) = postgres("ready");
    let options = |admin_listen| ServeOptions {
        database: Some(url.clone()),
        keys: Some(keys.clone()),
        files: Some(files::NOWHERE.to_owned()),
        admin_listen,
        ..ServeOptions::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let platform =
        |admin| runtime.block_on(build(&options(admin), Some(ANYWHERE), SeedSource::fixed(1), wire::apis())).unwrap();
    let (alone, beside) = (platform(None), platform(Some(ANYWHERE)));
    let answers = |path: &str| {
        runtime.block_on(async {
            [said(alone.answer(None, get(path)).await).await, said(beside.answer_site(get(path)).await).await]
        })
    };
    let all = |status: u16, text: &str| [(status, text.to_owned()), (status, text.to_owned())];
    assert_eq!(answers("/readyz"), all(200, "ok\n"));
    server.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).unwrap();
    assert_eq!(answers("/readyz"), all(503, "unavailable\n"));
    assert_eq!(answers("/healthz"), all(200, "ok\n"));
}

/// The URL and the name of a database of its own on the server of `cargo xtask test`, and a connection to that server.
fn postgres(purpose: &str) -> (String, String, postgres::Client) {
    #[expect(clippy::disallowed_methods, reason = "the only thing that the tests are told from outside")]
    let server = std::env::var("TENANTRY_TEST_POSTGRES").expect("use `cargo xtask test`, which starts PostgreSQL");
    let name = format!("{purpose}_{}", std::process::id());
    let url = format!("{}/{name}", server.rsplit_once('/').unwrap().0);
    let mut server = connected(&server);
    server.batch_execute(&format!("CREATE DATABASE {name} LOCALE 'C' TEMPLATE template0")).unwrap();
    (url, name, server)
}

fn connected(url: &str) -> postgres::Client {
    postgres::Client::connect(url, postgres::NoTls).unwrap()
}

#[test]
fn events_of_a_node_that_was_killed_are_numbered_while_another_serves() {
    const LEFT: &str = "INSERT INTO events (account_id, id, at, name, object_id, version, by_kind, by_account_id,
                            by_user_id, by_app_id, payload)
                        VALUES ('a', 'e', 1, 'n', 'o', 1, 'system', '', '', '', '{}')";
    let (url, ..) = postgres("server");
    let (database, mut beside) = (Database::open(&Options::new(&url)).unwrap(), connected(&url));
    beside.batch_execute(LEFT).unwrap();
    let (end, ended) = watch::channel(false);
    let is_numbered = std::thread::scope(|threads| {
        threads.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            runtime.block_on(number_events(&database, &ended));
        });
        let mut numbered = || beside.query("SELECT id FROM events WHERE position = 1", &[]).unwrap().len();
        let is_numbered = (0..50_000).any(|_| numbered() == 1);
        end.send_replace(true);
        is_numbered
    });
    assert!(is_numbered);
}
