//! The catalogue: the shipped one adds up, and what does not is named.
use super::*;
use crate::money::Currency;
use proptest::prelude::*;

fn shipped() -> Catalogue {
    Catalogue::shipped().unwrap()
}

fn faults(text: &str) -> Vec<String> {
    Catalogue::read(text).map(drop).unwrap_err()
}

/// A product that can be read, with some lines and prices of its own.
fn product(lines: &str, prices: &str) -> String {
    of_kind("rooms", "plan_zoom_rooms", lines, prices)
}

fn of_kind(id: &str, kind: &str, lines: &str, prices: &str) -> String {
    let plan = format!("code = \"{id}_monthly\", name = \"Name\", period = \"monthly\", prices = {{ {prices} }}");
    format!("[[product]]\nid = \"{id}\"\nkind = \"{kind}\"\n{lines}\nplans = [{{ {plan} }}]\n")
}

fn refuses(lines: &str, prices: &str, words: &str) {
    let faults = faults(&product(lines, prices));
    assert_eq!(faults.len(), 1, "{lines} {prices}: {faults:?}");
    assert!(faults[0].contains(words), "{lines} {prices}: {faults:?}");
}

fn accepts(lines: &str, prices: &str) {
    let read = Catalogue::read(&product(lines, prices));
    assert!(read.is_ok(), "{lines} {prices}: {read:?}");
}

#[test]
fn the_shipped_catalogue_adds_up_and_says_that_its_prices_are_examples() {
    let catalogue = shipped();
    assert!(catalogue.prices_are_examples());
    assert_eq!(catalogue.plans().count(), 651);
}

#[test]
fn the_shipped_catalogue_has_every_published_kind() {
    let catalogue = shipped();
    // What the platform's owner gives is in no catalogue.
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Other) {
        assert!(catalogue.plans().any(|plan| plan.kind == *kind), "{}", kind.path());
    }
}

#[test]
fn published_bounds_of_hosts_are_kept() {
    let catalogue = shipped();
    for (code, min, max) in [
        ("monthly", 1, 9),
        ("business_yearly", 10, 49),
        ("edu20", 20, 149),
        ("trial", 1, 9999),
        ("zo_edu_sch_cmp_monthly", 20, 9999),
        ("zo_edu_ent_plus_yearly", 250, 9999),
        ("webinar500_monthly", 1, 9999),
        ("ze_ah_yearly", 1, 20),
        ("partner_premier_support_yearly", 1, 1),
    ] {
        assert_eq!(catalogue.plan(code).and_then(|plan| plan.hosts), Some(Bounds { min, max }), "{code}");
    }
    for code in
        ["cmr_1TB_monthly", "tollfree_payongo", "phone_payongo", "zcc_pay_as_you_go", "vsdk_yearly_prepay_usage"]
    {
        assert_eq!(catalogue.plan(code).and_then(|plan| plan.hosts), None, "{code}");
    }
}

#[test]
fn the_period_is_told_and_not_read_from_the_code() {
    let catalogue = shipped();
    for (code, period) in [
        ("monthly", Period::Monthly),
        ("edu20", Period::Yearly),
        ("siptrunk_two_yearly", Period::TwoYears),
        ("phone_calling_usca_one_year_metered", Period::Yearly),
        ("zcc_cs_30gb", Period::Monthly),
        ("zmesh_quaterly_prepay", Period::Quarterly),
        ("zva_payongo", Period::Usage),
        ("phone_free_trial", Period::Trial),
    ] {
        assert_eq!(catalogue.plan(code).map(|plan| plan.period), Some(period), "{code}");
    }
}

#[test]
fn codes_that_differ_in_their_period_are_one_product() {
    let catalogue = shipped();
    let product = |code: &str| catalogue.plan(code).map(|plan| plan.product.clone()).unwrap();
    assert_eq!(product("monthly"), product("plan_pro_three_years"));
    assert_eq!(product("cmr_monthly_commitment_40"), product("cmr_100GB_two_years"));
    assert_ne!(product("webinar500_monthly"), product("webinar1000_monthly"));
}

#[test]
fn prerequisites_are_those_of_the_published_list() {
    let catalogue = shipped();
    let plan = |code: &str| catalogue.plan(code).unwrap();
    assert_eq!(plan("zobp_usca_monthly_unlimited").needs, [Kind::PhoneBase]);
    assert_eq!(
        (plan("zobp_usca_monthly_unlimited").base, plan("zobp_usca_monthly_unlimited").is_addon),
        (Some(Family::Business), true)
    );
    assert_eq!(plan("zph_monthly").needs, [Kind::PhoneBase, Kind::NodeBase]);
    assert_eq!(plan("zp_power_pack_monthly").needs, [Kind::PhoneNumber]);
    assert_eq!(plan("tollfree_payongo").beside, [Family::Business, Family::Education]);
    assert_eq!(plan("zvsdkcr_1TB_monthly").beside, [Family::VideoSdk]);
    assert!(plan("ai_expert_assist_concurrent_monthly").needs_one_of.contains(&"zcc_con_pkg".to_owned()));
    assert_eq!(plan("large500_monthly").ratio, Some(Ratio::SumBelowBase));
    assert_eq!(plan("webinar500_monthly").ratio, Some(Ratio::SumWithinBase));
    assert_eq!(plan("zs_ppa_50_yearly").ratio, Some(Ratio::EachWithinBase));
    assert!(plan("monthly25").needs_enabling && plan("webinar100_yearly").is_retired);
}

#[test]
fn what_a_plan_gives_is_read_with_storage_in_bytes() {
    let catalogue = shipped();
    let gives = |code: &str| catalogue.plan(code).map(|plan| plan.gives.clone()).unwrap();
    assert_eq!((gives("business_monthly").seats, gives("business_monthly").capacity), (1, 300));
    assert_eq!(
        (gives("webinar500_yearly").license.as_deref(), gives("webinar500_yearly").capacity),
        (Some("webinar_500"), 500)
    );
    assert_eq!(gives("cmr_1TB_monthly").storage_bytes, 1 << 40);
}

#[test]
fn the_family_of_a_base_makes_the_type_of_the_account() {
    let catalogue = shipped();
    for (code, account_type) in [
        ("trial", "Free Trial"),
        ("yearly", "Pro"),
        ("zobp_jp_yearly_unlimited", "Business"),
        ("zoe_prem_jp_monthly", "Enterprise"),
        ("zo_edu_ent_hied_stu_monthly", "Education"),
        ("vsdk_payongo", "Zoom Video SDK"),
    ] {
        let base = catalogue.plan(code).and_then(|plan| plan.base).unwrap();
        assert_eq!(base.account_type().as_str(), account_type, "{code}");
    }
    assert_eq!(Family::Rooms.account_type().as_str(), "Zoom Rooms");
}

#[test]
fn a_price_holds_from_its_step_on_for_all_hosts() {
    let catalogue = Catalogue::read(&product("hosts = [1, 100]", "USD = [[1, 500], [10, 400], [50, 300]]")).unwrap();
    let price = &catalogue.plan("rooms_monthly").unwrap().prices[&Currency::USD];
    for (hosts, unit) in [(1, 500), (9, 500), (10, 400), (11, 400), (49, 400), (50, 300), (100, 300)] {
        assert_eq!(price.unit(hosts), unit, "{hosts}");
    }
}

#[test]
fn a_text_that_is_no_catalogue_is_one_fault_with_its_line() {
    for text in [
        "[[product",
        "[[product]]\nid = 1",
        "[[product]]\nid = \"a\"\nkind = \"plan_base\"\nhost = [1, 2]",
        "price = 1",
    ] {
        let faults = faults(text);
        assert!(faults.len() == 1 && faults[0].contains("line"), "{text}: {faults:?}");
    }
    assert_eq!(faults(""), ["the catalogue has no plans"]);
    assert!(faults(&product("", "USD = 16.99"))[0].contains("whole number"));
}

#[test]
fn every_fault_is_named_at_once() {
    let text = r#"
[[product]]
id = "one"
kind = "plan_nothing"
ratio = "half"
hosts = [0, 9]
plans = [
    { code = "one_monthly", name = "One", period = "weekly", prices = { USD = 1 } },
    { code = "one_yearly", name = "", period = "yearly", prices = { usd = 1, EUR = -1 } },
]

[[product]]
id = "one"
kind = "plan_webinar"
hosts = [5, 4]
plans = []
"#;
    let faults = faults(text);
    for words in [
        "one: kind: unknown variant `plan_nothing`",
        "one: ratio: unknown variant `half`",
        "one_monthly: period: unknown variant `weekly`",
        "one_yearly: prices: usd is no currency",
        "one: there are two products of this id",
        "one: it has no plans",
        "one_yearly: its name must have",
        "one_yearly: hosts must lie between 1",
        "one_yearly: its price in EUR is less than nothing",
    ] {
        assert!(faults.iter().any(|fault| fault.starts_with(words)), "{words}: {faults:#?}");
    }
}

#[test]
fn hosts_lie_between_one_and_a_million() {
    accepts("hosts = [1, 1000000]", "USD = 1");
    refuses("hosts = [0, 10]", "USD = 1", "between 1 and 1000000");
    refuses("hosts = [1, 1000001]", "USD = 1", "between 1 and 1000000");
    accepts("hosts = [10, 10]", "USD = 1");
    refuses("hosts = [11, 10]", "USD = 1", "hosts from 11 to 10 is none");
    refuses("ratio = \"sum_within_base\"", "USD = 1", "no ratio");
}

#[test]
fn steps_of_a_price_begin_at_one_rise_and_end_within_the_hosts() {
    accepts("hosts = [1, 10]", "USD = [[1, 5], [10, 4]]");
    refuses("hosts = [1, 10]", "USD = []", "no steps");
    refuses("hosts = [1, 10]", "USD = [[0, 5]]", "begins at 1 host");
    refuses("hosts = [1, 10]", "USD = [[2, 5]]", "begins at 1 host");
    refuses("hosts = [1, 10]", "USD = [[1, 5], [1, 4]]", "must rise");
    refuses("hosts = [1, 10]", "USD = [[1, 5], [11, 4]]", "a step above 10");
    refuses("", "USD = [[1, 5], [2, 4]]", "a step above 1");
    accepts("", "USD = 0");
    refuses("", "USD = -1", "less than nothing");
}

#[test]
fn what_the_most_hosts_cost_is_a_sum_that_can_be_owed() {
    accepts("hosts = [1, 1000000]", &format!("USD = {}", i64::MAX / 1_000_000));
    refuses("hosts = [1, 1000000]", &format!("USD = {}", i64::MAX / 1_000_000 + 1), "more than can be owed");
}

#[test]
fn what_is_given_can_be_counted() {
    accepts("hosts = [1, 10]\ngives = { seats = 1, license = \"rooms\" }", "USD = 1");
    refuses("hosts = [1, 10]\ngives = { seats = -1 }", "USD = 1", "gives.seats is less than nothing");
    refuses("gives = { seats = 1 }", "USD = 1", "without hosts gives nothing");
    refuses("gives = { license = \"rooms\" }", "USD = 1", "without hosts gives nothing");
    accepts("gives = { storage_gb = 8589934591 }", "USD = 1");
    refuses("gives = { storage_gb = 8589934592 }", "USD = 1", "no storage is that large");
    refuses("hosts = [1, 10]\ngives = { storage_gb_each = 8589934591 }", "USD = 1", "cannot be counted");
}

#[test]
fn a_plan_has_a_place() {
    refuses("addon = false", "USD = 1", "neither a base nor bought beside one");
    refuses("base = \"trial\"", "USD = 1", "is a trial");
    refuses("base = \"pro\"\nbeside = [\"pro\"]", "USD = 1", "not sold beside another");
    refuses("includes = [\"plan_webinar\"]", "USD = 1", "only a bundle");
    accepts("base = \"rooms\"\naddon = true", "USD = 1");
    let base = |lines: &str| of_kind("base", "plan_base", lines, "USD = 1");
    assert!(faults(&base("addon = true")).iter().any(|fault| fault.contains("says which base it is")));
    assert!(faults(&base("base = \"pro\"\naddon = true"))[0].contains("not bought beside a base"));
    let trial = |price: &str| base("base = \"trial\"").replace("\"monthly\"", "\"trial\"").replace("USD = 1", price);
    assert!(Catalogue::read(&trial("USD = 0")).is_ok());
    assert!(faults(&trial("USD = 1"))[0].contains("a trial costs nothing"));
}

#[test]
fn what_a_plan_needs_is_there_and_sold_in_the_same_currency() {
    let webinar = |lines: &str, prices: &str| of_kind("webinar", "plan_webinar", lines, prices);
    refuses("needs = [\"plan_webinar\"]", "USD = 1", "it needs a plan_webinar, and there is none");
    refuses("needs_one_of = [\"events\"]", "USD = 1", "it needs the product events, and there is none");
    let both = |prices: &str| product("needs = [\"plan_webinar\"]", prices) + &webinar("", "USD = 1");
    assert!(Catalogue::read(&both("USD = 1")).is_ok());
    assert_eq!(faults(&both("USD = 1, EUR = 1")), ["rooms_monthly: it is sold in EUR, and plan_webinar is not"]);
    let retired = product("needs = [\"plan_webinar\"]", "USD = 1") + &webinar("retired = true", "USD = 1");
    assert_eq!(faults(&retired), ["rooms_monthly: it is sold in USD, and plan_webinar is not"]);
    let one_of = product("needs_one_of = [\"webinar\"]", "EUR = 1") + &webinar("", "USD = 1");
    assert_eq!(faults(&one_of), ["rooms_monthly: it is sold in EUR, and any of the products that it needs is not"]);
    let circle =
        product("needs = [\"plan_webinar\"]", "USD = 1") + &webinar("needs = [\"plan_zoom_rooms\"]", "USD = 1");
    assert_eq!(faults(&circle).len(), 2, "{:?}", faults(&circle));
}

proptest! {
    #[test]
    fn no_text_makes_reading_fail_in_another_way(text in ".{0,200}") {
        let _ = Catalogue::read(&text);
    }
    #[test]
    fn any_line_of_the_shipped_catalogue_may_be_missing(line in 0usize..2500) {
        let kept: Vec<&str> = SHIPPED.lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| line).collect();
        if let Err(faults) = Catalogue::read(&kept.join("\n")) {
            prop_assert!(!faults.is_empty());
        }
    }
    #[test]
    fn more_hosts_never_cost_less_each_than_the_cheapest_step_nor_more_than_the_dearest(
        units in proptest::collection::vec(0i64..100_000, 1..6), hosts in 1i64..1_000_000
    ) {
        let price = Price(units.iter().zip(0..).map(|(unit, at)| Step { from: 1 + at * 100, unit: *unit }).collect());
        let unit = price.unit(hosts);
        prop_assert!(units.iter().min() <= Some(&unit) && Some(&unit) <= units.iter().max());
    }
}
