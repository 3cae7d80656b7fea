//! The catalogue as it stands in its file: products, each with a code for every period.
use super::{Bounds, Catalogue, Gives, Kind, Plan, Price, Step};
use crate::money::Currency;
use serde::{
    Deserialize,
    de::{
        DeserializeOwned, IntoDeserializer,
        value::{Error, StrDeserializer},
    },
};
use std::collections::BTreeMap;

/// Bytes of a gigabyte of storage, which is counted in powers of two (`billing.md` 4.4).
const GIGABYTE: i64 = 1 << 30;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    #[serde(default)]
    prices_are_examples: bool,
    #[serde(default)]
    product: Vec<ProductForm>,
}

/// Words and numbers are read as they are, and judged one by one, so that all that is wrong can be said at once.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductForm {
    id: String,
    kind: String,
    base: Option<String>,
    addon: Option<bool>,
    hosts: Option<[i64; 2]>,
    ratio: Option<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    needs_one_of: Vec<String>,
    #[serde(default)]
    beside: Vec<String>,
    #[serde(default)]
    includes: Vec<String>,
    countries: Option<String>,
    #[serde(default)]
    needs_enabling: bool,
    #[serde(default)]
    retired: bool,
    #[serde(default)]
    gives: GivesForm,
    #[serde(default)]
    plans: Vec<PlanForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanForm {
    code: String,
    name: String,
    period: String,
    #[serde(default)]
    prices: BTreeMap<String, PriceForm>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a price is a whole number, or steps: [[1, 1999], [250, 1799]]")]
enum PriceForm {
    Flat(i64),
    Steps(Vec<[i64; 2]>),
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct GivesForm {
    seats: i64,
    capacity: i64,
    license: Option<String>,
    storage_gb_each: i64,
    storage_gb: i64,
    features: Vec<String>,
}

/// The plans of a file that can be read, and what is wrong with single words and numbers of it.
///
/// # Errors
/// The one fault of a text that has not the form of a catalogue.
pub fn read(text: &str) -> Result<(Catalogue, Vec<String>), Vec<String>> {
    let form: FileForm = toml::from_str(text).map_err(|fault| vec![fault.to_string().trim_end().to_owned()])?;
    let mut reading = Reading::default();
    for product in form.product {
        reading.product(product);
    }
    let Reading { plans, faults, .. } = reading;
    Ok((Catalogue { plans, prices_are_examples: form.prices_are_examples }, faults))
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    products: Vec<String>,
    plans: BTreeMap<String, Plan>,
    faults: Vec<String>,
}

impl Reading {
    fn fault(&mut self, of: &str, what: impl std::fmt::Display) {
        self.faults.push(format!("{of}: {what}"));
    }
    /// A word that must be one of a list.
    fn word<T: DeserializeOwned>(&mut self, of: &str, field: &str, word: &str) -> Option<T> {
        let known: StrDeserializer<'_, Error> = word.into_deserializer();
        let known = T::deserialize(known);
        known.map_err(|fault| self.fault(of, format!("{field}: {fault}"))).ok()
    }
    fn words<T: DeserializeOwned>(&mut self, of: &str, field: &str, words: &[String]) -> Vec<T> {
        words.iter().filter_map(|word| self.word(of, field, word)).collect()
    }
    fn product(&mut self, form: ProductForm) {
        let id = form.id.as_str();
        if self.products.iter().any(|known| known == id) {
            self.fault(id, "there are two products of this id");
        }
        self.products.push(id.to_owned());
        if form.plans.is_empty() {
            self.fault(id, "it has no plans");
        }
        let optional = |word: &Option<String>| word.clone().into_iter().collect::<Vec<_>>();
        let base = self.words(id, "base", &optional(&form.base)).pop();
        let common = Plan {
            code: String::new(),
            name: String::new(),
            // A kind that is none is a fault already, and the plans are thrown away.
            kind: self.word(id, "kind", &form.kind).unwrap_or(Kind::Base),
            period: super::Period::Monthly,
            product: id.to_owned(),
            base,
            is_addon: form.addon.unwrap_or(form.base.is_none()),
            hosts: form.hosts.map(|[min, max]| Bounds { min, max }),
            countries: self.words(id, "countries", &optional(&form.countries)).pop(),
            needs_enabling: form.needs_enabling,
            is_retired: form.retired,
            needs: self.words(id, "needs", &form.needs),
            needs_one_of: form.needs_one_of.clone(),
            beside: self.words(id, "beside", &form.beside),
            includes: self.words(id, "includes", &form.includes),
            ratio: self.words(id, "ratio", &optional(&form.ratio)).pop(),
            prices: BTreeMap::new(),
            gives: self.gives(id, &form.gives),
        };
        for plan in form.plans {
            self.plan(&common, plan);
        }
    }
    fn gives(&mut self, of: &str, form: &GivesForm) -> Gives {
        let mut bytes = |field: &str, gigabytes: i64| {
            let bytes = gigabytes.checked_mul(GIGABYTE);
            bytes.unwrap_or_else(|| {
                self.fault(of, format!("gives.{field}: no storage is that large"));
                0
            })
        };
        Gives {
            storage_bytes_each: bytes("storage_gb_each", form.storage_gb_each),
            storage_bytes: bytes("storage_gb", form.storage_gb),
            seats: form.seats,
            capacity: form.capacity,
            license: form.license.clone(),
            features: form.features.clone(),
        }
    }
    fn plan(&mut self, common: &Plan, form: PlanForm) {
        let code = form.code.as_str();
        if self.plans.contains_key(code) {
            self.fault(code, "there are two plans of this code");
        }
        let Some(period) = self.word(code, "period", &form.period) else { return };
        let prices = form.prices.into_iter().filter_map(|(currency, price)| self.price(code, &currency, price));
        let prices = prices.collect();
        let plan = Plan { code: code.to_owned(), name: form.name, period, prices, ..common.clone() };
        self.plans.insert(plan.code.clone(), plan);
    }
    fn price(&mut self, of: &str, currency: &str, form: PriceForm) -> Option<(Currency, Price)> {
        let Some(known) = Currency::parse(currency) else {
            self.fault(of, format!("prices: {currency} is no currency; write its three letters: USD"));
            return None;
        };
        let price = match form {
            PriceForm::Flat(unit) => Price::flat(unit),
            PriceForm::Steps(steps) => Price(steps.into_iter().map(|[from, unit]| Step { from, unit }).collect()),
        };
        Some((known, price))
    }
}
