//! The published numbers, and what a client is told.
use super::*;
use http::HeaderMap;

async fn window(rank: Rank, rate: Rate, length: i64) -> i64 {
    let machine = Machine::alone();
    let process = machine.start("{}");
    let first = process.admitted(200, rank, rate).await;
    machine.at(length - 1);
    assert!(!process.is_admitted(rank, rate).await);
    machine.at(length);
    assert_eq!(process.admitted(200, rank, rate).await, first);
    first
}

#[tokio::test]
async fn each_published_second_and_minute_admits_its_number_and_not_one_more() {
    const MINUTE: i64 = 60_000;
    let published = [
        (Rate::Light, 1000, [4, 30, 80]),
        (Rate::Medium, 1000, [2, 20, 60]),
        (Rate::Heavy, 1000, [1, 10, 40]),
        (Rate::Intensive, MINUTE, [10, 10, 20]),
    ];
    for (rate, length, numbers) in published {
        for (rank, number) in [Rank::Free, Rank::Pro, Rank::Business].into_iter().zip(numbers) {
            assert_eq!(window(rank, rate, length).await, number, "{rank:?} {rate:?}");
        }
    }
}

#[tokio::test]
async fn each_published_pot_admits_its_number_and_not_one_more() {
    let published = [
        (Rate::Light, [Some(6_000), None, None]),
        (Rate::Medium, [Some(2_000), None, None]),
        (Rate::Heavy, [Some(1_000), Some(30_000), Some(60_000)]),
        (Rate::Intensive, [Some(30_000), Some(30_000), Some(60_000)]),
    ];
    for (rate, numbers) in published {
        for (rank, number) in [Rank::Free, Rank::Pro, Rank::Business].into_iter().zip(numbers) {
            let machine = Machine::alone();
            let process = machine.start("{}");
            let mut admitted = 0;
            for minute in 0..number.map_or(2, |number| number + 2) {
                // Each call in a minute of its own: only the day, which stands still, can refuse.
                machine.at(minute * 60_000);
                let call = process.limits.admit("a", rank, rate, MIDNIGHT).await.unwrap();
                admitted += i64::from(call.verdict == Verdict::Admitted);
            }
            assert_eq!(admitted, number.unwrap_or(2), "{rank:?} {rate:?}");
        }
    }
}

#[test]
fn each_account_type_has_its_rank() {
    let ranks = [
        (Rank::Free, &["Free", "Free Trial", "", "pro"][..]),
        (Rank::Pro, &["Pro", "Zoom Rooms", "Zoom Phone"]),
        (Rank::Business, &["Business", "Education", "Enterprise", "API Partner", "Bulk License", "Zoom Video SDK"]),
    ];
    for (rank, types) in ranks {
        types.iter().for_each(|of| assert_eq!(Rank::of(of), rank, "{of}"));
    }
}

#[tokio::test]
async fn nothing_limits_an_operation_without_a_label_or_with_limits_off() {
    let (labelled, off) = (Machine::alone().start("{}"), Limits::off());
    for _ in 0..1000 {
        assert_eq!(labelled.call(Rank::Free, Rate::None).await, Admission::UNLIMITED);
        assert_eq!(off.admit("a", Rank::Free, Rate::Heavy, MIDNIGHT).await, Ok(Admission::UNLIMITED));
    }
    assert_eq!(off.give_back().await, Ok(()));
    let mut headers = HeaderMap::new();
    Admission::UNLIMITED.write_headers(&mut headers);
    assert!(headers.is_empty());
}

#[test]
fn a_table_that_is_off_charges_nothing() {
    for rate in [Rate::Light, Rate::Medium, Rate::Heavy, Rate::Intensive] {
        assert_eq!(LimitTable::off().charge(Rank::Free, rate), None);
        assert_eq!(LimitTable::off().charge(Rank::Pro, rate), None);
    }
}

#[tokio::test]
async fn a_limit_of_nothing_admits_nothing() {
    let table = r#"{"free": {"light": {"per_second": 0}, "medium": {"per_day": 0}}}"#;
    for machine in Machine::both() {
        let process = machine.start(table);
        assert!(!process.is_admitted(Rank::Free, Rate::Light).await);
        assert!(!process.is_admitted(Rank::Free, Rate::Medium).await);
    }
}

#[test]
fn a_file_replaces_its_numbers_and_leaves_the_others() {
    let read = |text: &str| serde_json::from_str::<LimitTable>(text).map_err(|fault| fault.to_string());
    assert_eq!(read("{}"), Ok(LimitTable::default()));
    let table = read(r#"{"free": {"light": {"per_day": 7}}}"#).unwrap();
    let [second, day] = [Kind::Window, Kind::Day].map(|kind| {
        table.charge(Rank::Free, Rate::Light).unwrap().quotas().find(|quota| quota.kind == kind).unwrap().most
    });
    assert_eq!((second, day), (4, 7));
    assert_eq!(table.charge(Rank::Pro, Rate::Light), LimitTable::default().charge(Rank::Pro, Rate::Light));
    for (wrong, why) in [
        (r#"{"fre": {}}"#, "unknown field `fre`"),
        (r#"{"free": {"lite": {}}}"#, "unknown field `lite`"),
        (r#"{"free": {"light": {"per_hour": 1}}}"#, "unknown field `per_hour`"),
        (r#"{"free": {"light": {"per_second": -1}}}"#, "invalid value"),
        (r#"{"free": {"light": {"per_second": 1, "per_minute": 1}}}"#, "free: a label has per_second or per_minute"),
        (r#"{"pro": {"heavy": {"per_day": 1}}}"#, "pro: heavy and resource_intensive share a pot"),
    ] {
        let refused = read(wrong).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
}

fn headers(admission: Admission) -> Vec<(String, String)> {
    let mut headers = HeaderMap::new();
    admission.write_headers(&mut headers);
    let text = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap().to_owned())
    };
    let mut headers: Vec<_> = headers.iter().map(text).collect();
    headers.sort();
    headers
}
fn expected<const N: usize>(headers: [(&str, &str); N]) -> Vec<(String, String)> {
    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

#[tokio::test]
async fn an_answer_shows_the_second_where_no_pot_limits_and_when_the_second_refuses() {
    let machine = Machine::alone();
    let process = machine.start("{}");
    machine.at(250);
    let shown = |remaining| {
        [
            ("x-ratelimit-category", "Medium"),
            ("x-ratelimit-limit", "20"),
            ("x-ratelimit-remaining", remaining),
            ("x-ratelimit-reset", "1728000001"),
            ("x-ratelimit-type", "QPS"),
        ]
    };
    assert_eq!(headers(process.call(Rank::Pro, Rate::Medium).await), expected(shown("19")));
    process.admitted(19, Rank::Pro, Rate::Medium).await;
    let mut refused = expected([("retry-after", "2024-10-04T00:00:01Z")]);
    refused.extend(expected(shown("0")));
    assert_eq!(headers(process.call(Rank::Pro, Rate::Medium).await), refused);
}

#[tokio::test]
async fn an_answer_shows_the_pot_where_there_is_one() {
    let process = Machine::alone().start(r#"{"free": {"light": {"per_day": 1}}}"#);
    let shown = [
        ("x-ratelimit-category", "Light"),
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-type", "Daily-limit"),
    ];
    assert_eq!(headers(process.call(Rank::Free, Rate::Light).await), expected(shown));
    let mut refused = expected([("retry-after", "2024-10-05T00:00:00Z")]);
    refused.extend(expected(shown));
    assert_eq!(headers(process.call(Rank::Free, Rate::Light).await), refused);
}
