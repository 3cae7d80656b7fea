//! Whether a catalogue adds up: each plan by itself, and all of them together.
use super::{Catalogue, Kind, MOST_HOSTS, Period, Plan, Price};
use crate::money::Currency;
use std::collections::{BTreeMap, BTreeSet};

/// The most letters of a code or a name.
const LONGEST: usize = 200;

/// All that does not add up, plan by plan in the order of their codes.
pub fn faults(catalogue: &Catalogue) -> Vec<String> {
    if catalogue.plans().next().is_none() {
        return vec!["the catalogue has no plans".to_owned()];
    }
    let all = Overview::of(catalogue);
    let mut faults = Vec::new();
    for plan in catalogue.plans() {
        let mut say = |fault: String| faults.push(format!("{}: {fault}", plan.code));
        words(plan, &mut say);
        hosts(plan, &mut say);
        place(plan, &mut say);
        gives(plan, &mut say);
        for (currency, price) in &plan.prices {
            steps(plan, *currency, price, &mut say);
        }
        all.needs(plan, &mut say);
    }
    faults.extend(all.circles());
    faults
}

type Say<'a> = dyn FnMut(String) + 'a;

fn words(plan: &Plan, say: &mut Say<'_>) {
    for (field, text) in [("code", &plan.code), ("name", &plan.name), ("product", &plan.product)] {
        if text.trim().is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            say(format!("its {field} must have 1 to {LONGEST} letters, and no line breaks"));
        }
    }
}

fn hosts(plan: &Plan, say: &mut Say<'_>) {
    match plan.hosts {
        Some(bounds) if bounds.min < 1 || bounds.max > MOST_HOSTS => {
            say(format!("hosts must lie between 1 and {MOST_HOSTS}, and not from {} to {}", bounds.min, bounds.max));
        }
        Some(bounds) if bounds.min > bounds.max => say(format!("hosts from {} to {} is none", bounds.min, bounds.max)),
        None if plan.ratio.is_some() => say("a plan without hosts has no ratio to those of the base".to_owned()),
        _ => {}
    }
}

/// Where it can be bought: as a base, beside one, or both.
fn place(plan: &Plan, say: &mut Say<'_>) {
    let is_base_kind = plan.kind == Kind::Base;
    if is_base_kind && plan.base.is_none() {
        say(format!("a {} says which base it is", plan.kind.path()));
    }
    if is_base_kind && plan.is_addon {
        say(format!("a {} is not bought beside a base", plan.kind.path()));
    }
    if plan.base.is_none() && !plan.is_addon {
        say("it is neither a base nor bought beside one".to_owned());
    }
    if plan.base.is_some_and(|base| (base == super::Family::Trial) != (plan.period == Period::Trial)) {
        say("a base whose period is a trial is a trial, and no other is".to_owned());
    }
    if plan.base.is_some() && !plan.beside.is_empty() {
        say("a base is not sold beside another".to_owned());
    }
    if plan.kind != Kind::Bundle && !plan.includes.is_empty() {
        say("only a bundle includes others".to_owned());
    }
}

fn gives(plan: &Plan, say: &mut Say<'_>) {
    let gives = &plan.gives;
    let numbers = [
        ("seats", gives.seats),
        ("capacity", gives.capacity),
        ("storage_gb_each", gives.storage_bytes_each),
        ("storage_gb", gives.storage_bytes),
    ];
    for (field, _) in numbers.into_iter().filter(|(_, number)| *number < 0) {
        say(format!("gives.{field} is less than nothing"));
    }
    let each = [gives.seats, gives.storage_bytes_each, i64::from(gives.license.is_some())];
    match plan.hosts {
        None if each.iter().any(|each| *each > 0) => {
            say("a plan without hosts gives nothing for each of them".to_owned())
        }
        Some(bounds) if each.iter().any(|each| each.checked_mul(bounds.max).is_none()) => {
            say(format!("what {} hosts give cannot be counted", bounds.max));
        }
        _ => {}
    }
}

fn steps(plan: &Plan, currency: Currency, price: &Price, say: &mut Say<'_>) {
    let most = plan.hosts.map_or(1, |bounds| bounds.max);
    let Some(first) = price.0.first() else { return say(format!("its price in {currency} has no steps")) };
    if first.from != 1 {
        say(format!("its price in {currency} begins at 1 host, and not at {}", first.from));
    }
    if price.0.windows(2).any(|pair| matches!(pair, [one, next] if one.from >= next.from)) {
        say(format!("the steps of its price in {currency} must rise"));
    }
    if price.0.iter().skip(1).any(|step| step.from > most) {
        say(format!("its price in {currency} has a step above {most}, the most hosts"));
    }
    if price.0.iter().any(|step| step.unit < 0) {
        say(format!("its price in {currency} is less than nothing"));
    }
    if price.0.iter().any(|step| step.unit.checked_mul(most).is_none()) {
        say(format!("what {most} hosts cost in {currency} is more than can be owed"));
    }
    if plan.period == Period::Trial && price.0.iter().any(|step| step.unit != 0) {
        say(format!("a trial costs nothing, and not a price in {currency}"));
    }
}

/// What is for sale, by kind and by product.
struct Overview<'c> {
    by_kind: BTreeMap<Kind, Sold<'c>>,
    by_product: BTreeMap<&'c str, Sold<'c>>,
}

/// Plans of one kind or product.
#[derive(Default)]
struct Sold<'c> {
    currencies: BTreeSet<Currency>,
    needs: BTreeSet<Kind>,
    plans: Vec<&'c str>,
}

impl<'c> Sold<'c> {
    fn add(&mut self, plan: &'c Plan) {
        if !plan.is_retired {
            self.currencies.extend(plan.prices.keys());
        }
        self.needs.extend(&plan.needs);
        self.plans.push(&plan.code);
    }
}

impl<'c> Overview<'c> {
    fn of(catalogue: &'c Catalogue) -> Self {
        let mut all = Overview { by_kind: BTreeMap::new(), by_product: BTreeMap::new() };
        for plan in catalogue.plans() {
            all.by_kind.entry(plan.kind).or_default().add(plan);
            all.by_product.entry(&plan.product).or_default().add(plan);
        }
        all
    }
    /// What a plan needs must be there, and for sale in each currency in which the plan is.
    fn needs(&self, plan: &Plan, say: &mut Say<'_>) {
        for kind in &plan.needs {
            match self.by_kind.get(kind) {
                None => say(format!("it needs a {}, and there is none", kind.path())),
                Some(sold) => self.pays_alike(plan, kind.path(), &sold.currencies, say),
            }
        }
        for product in plan.needs_one_of.iter().filter(|product| !self.by_product.contains_key(product.as_str())) {
            say(format!("it needs the product {product}, and there is none"));
        }
        let one_of = plan.needs_one_of.iter().filter_map(|product| self.by_product.get(product.as_str()));
        let one_of: Vec<&Sold> = one_of.collect();
        let currencies = one_of.iter().flat_map(|sold| sold.currencies.iter().copied()).collect();
        if !one_of.is_empty() {
            self.pays_alike(plan, "any of the products that it needs", &currencies, say);
        }
    }
    fn pays_alike(&self, plan: &Plan, needed: &str, currencies: &BTreeSet<Currency>, say: &mut Say<'_>) {
        if plan.is_retired {
            return;
        }
        for currency in plan.prices.keys().filter(|currency| !currencies.contains(currency)) {
            say(format!("it is sold in {currency}, and {needed} is not"));
        }
    }
    /// Kinds that need each other, so that none can be bought first.
    fn circles(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for kind in self.by_kind.keys() {
            let mut seen = BTreeSet::new();
            let mut next: Vec<Kind> = self.needed(*kind);
            while let Some(needed) = next.pop() {
                if seen.insert(needed) {
                    next.extend(self.needed(needed));
                }
            }
            if seen.contains(kind) {
                faults.push(format!("{}: it needs itself before it can be bought", kind.path()));
            }
        }
        faults
    }
    fn needed(&self, kind: Kind) -> Vec<Kind> {
        self.by_kind.get(&kind).map(|sold| sold.needs.iter().copied().collect()).unwrap_or_default()
    }
}
