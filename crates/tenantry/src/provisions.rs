//! What products are configured with: the catalogue of plans, the rules of money, and who sells.
use crate::{
    config::{BillingOptions, Fault, ServeOptions},
    wire,
};
use auth::passwords::Cost;
use billing::{
    Desk, Dunning,
    catalogue::{Catalogue, Plans},
    documents::{Press, Seller},
    money::Currency,
};
use platform::Provisions;
use std::{fs, path::Path};

/// As the options of `serve` say.
///
/// # Errors
/// Every fault of the files that they name, a line each.
pub fn of(options: &ServeOptions) -> Result<Provisions, Fault> {
    let own = options.plans.as_deref().map(|path| read(path, "--plans", Catalogue::read)).transpose()?;
    let desk = desk(wire::desk(own.map_or(Plans::Shipped, Plans::from)), options.billing.as_ref())?;
    Ok(Provisions::default().with(desk).with(press(options)?).with(Cost::default()))
}

/// Says so where the prices are examples, as those of the shipped catalogue are.
pub fn warn(options: &ServeOptions, provided: &Provisions) {
    let own = || provided.get::<Desk>().is_some_and(|desk| desk.catalogue.prices_are_examples());
    if options.plans.is_none() || own() {
        tracing::warn!("the prices of the catalogue are examples: give --plans FILE before anybody is to pay");
    }
}

fn press(options: &ServeOptions) -> Result<Press, Fault> {
    let seller = match &options.seller {
        Some(path) => read(path, "--seller", Seller::read)?,
        None => Seller::default(),
    };
    let font = options.document_font.as_deref().map(|path| {
        let bytes = fs::read(path).map_err(|fault| unreadable(path, "--document-font", &fault))?;
        Ok::<_, Fault>((path.display().to_string(), bytes))
    });
    let font = font.transpose()?;
    let font = font.as_ref().map(|(name, bytes)| (name.as_str(), bytes.clone()));
    Press::new(seller, font).map_err(|fault| format!("{fault}. Check --document-font."))
}

fn read<T>(path: &Path, option: &str, read: fn(&str) -> Result<T, Vec<String>>) -> Result<T, Fault> {
    let text = fs::read_to_string(path).map_err(|fault| unreadable(path, option, &fault))?;
    read(&text).map_err(|faults| listed(&path.display().to_string(), &faults))
}

fn unreadable(path: &Path, option: &str, fault: &std::io::Error) -> Fault {
    format!("cannot read {}: {fault}. Check {option}.", path.display())
}

fn listed(of: &str, faults: &[String]) -> Fault {
    format!("{of} does not add up:\n  {}", faults.join("\n  "))
}

fn desk(usual: Desk, options: Option<&BillingOptions>) -> Result<Desk, Fault> {
    let Some(options) = options else { return Ok(usual) };
    let days = |asked: Option<u16>, usual: i32| asked.map_or(usual, i32::from);
    let currency = match &options.currency {
        Some(text) => Currency::parse(text).ok_or_else(|| format!("[billing] currency: {text} is none. Write USD."))?,
        None => usual.currency,
    };
    if let Some((place, rate)) = options.taxes.iter().find(|(_, rate)| !(0..=1_000_000).contains(*rate)) {
        return Err(format!("[billing.taxes] {place}: {rate} parts per million are no tax. Write 0 to 1000000."));
    }
    Ok(Desk {
        dunning: Dunning {
            overdue: days(options.overdue_days, usual.dunning.overdue),
            suspend: days(options.suspend_days, usual.dunning.suspend),
            expire: days(options.expire_days, usual.dunning.expire),
        },
        trial_days: days(options.trial_days, usual.trial_days),
        payment_days: options.payment_days.map_or(usual.payment_days, i64::from),
        currency,
        taxes: options.taxes.clone(),
        ..usual
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn with(file: &str, text: &str, set: fn(&mut ServeOptions, PathBuf)) -> Result<Provisions, Fault> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file);
        fs::write(&path, text).unwrap();
        let mut options = ServeOptions::default();
        set(&mut options, path);
        of(&options)
    }
    fn fault(made: Result<Provisions, Fault>) -> String {
        made.err().unwrap()
    }

    const PLANS: &str = "[[product]]\nid = \"pro\"\nkind = \"plan_base\"\nbase = \"pro\"\nhosts = [1, 9]\nplans = [{ code = \"pro\", name = \"Pro\", period = \"monthly\", prices = { EUR = 1500 } }]\n";

    #[test]
    fn a_catalogue_of_ones_own_takes_the_place_of_the_shipped_one() {
        let made = with("plans.toml", PLANS, |options, path| options.plans = Some(path)).unwrap();
        let desk = made.get::<Desk>().unwrap();
        assert!(desk.catalogue.plan("pro").is_some() && desk.catalogue.plan("monthly").is_none());
        assert!(!desk.catalogue.prices_are_examples());
        let usual = of(&ServeOptions::default()).unwrap().get::<Desk>().unwrap();
        assert!(usual.catalogue.plan("monthly").is_some() && usual.catalogue.prices_are_examples());
    }
    #[test]
    fn a_catalogue_that_does_not_add_up_is_refused_with_every_fault() {
        let broken = PLANS.replace("[1, 9]", "[9, 1]").replace("EUR = 1500", "EUR = -1");
        let said = fault(with("plans.toml", &broken, |options, path| options.plans = Some(path)));
        assert!(said.contains("plans.toml does not add up"), "{said}");
        assert!(said.contains("hosts from 9 to 1") && said.contains("less than nothing"), "{said}");
    }
    #[test]
    fn a_seller_without_a_name_is_refused() {
        assert!(
            with("seller.toml", "name = \"Example\"\naddress = [\"1 Street\"]", |options, path| options.seller =
                Some(path))
            .is_ok()
        );
        let said = fault(with("seller.toml", "name = \" \"", |options, path| options.seller = Some(path)));
        assert!(said.contains("a seller has a name"), "{said}");
        let said = fault(with("seller.toml", "nickname = \"\"", |options, path| options.seller = Some(path)));
        assert!(said.contains("nickname"), "{said}");
    }
    #[test]
    fn a_font_is_a_file_with_one() {
        let said = fault(with("letters.ttf", "none", |options, path| options.document_font = Some(path)));
        assert!(said.contains("is no TrueType or OpenType font"), "{said}");
        let missing = ServeOptions { document_font: Some("/nowhere/letters.ttf".into()), ..ServeOptions::default() };
        assert!(fault(of(&missing)).contains("Check --document-font"));
    }
    #[test]
    fn the_rules_of_money_are_those_of_the_file() {
        let billing = |text: &str| toml::from_str::<ServeOptions>(&format!("[billing]\n{text}")).unwrap();
        let made =
            of(&billing("currency = \"EUR\"\npayment-days = 14\nsuspend-days = 0\ntaxes = { DE = 190000 }")).unwrap();
        let desk = made.get::<Desk>().unwrap();
        assert_eq!((desk.currency.as_str(), desk.payment_days, desk.dunning.suspend), ("EUR", 14, 0));
        assert_eq!((desk.dunning.expire, desk.trial_days, desk.tax("DE", "BE")), (30, 30, 190_000));
        assert!(fault(of(&billing("currency = \"euro\""))).contains("euro is none"));
        for (rate, is_good) in [(-1, false), (0, true), (1_000_000, true), (1_000_001, false)] {
            assert_eq!(of(&billing(&format!("taxes = {{ DE = {rate} }}"))).is_ok(), is_good, "{rate}");
        }
    }
}
