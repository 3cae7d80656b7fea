//! Money: whole minor units of a currency, rounded once and split without a rest (`billing.md` 6.3). No floating point.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt};

/// A sum that no account can owe: more than 64 bits of minor units, two currencies in one sum, or a part of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyFault {
    Overflow,
    Currencies(Currency, Currency),
    NoParts,
}

impl fmt::Display for MoneyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MoneyFault::Overflow => f.write_str("the sum is larger than any that can be owed"),
            MoneyFault::Currencies(one, other) => write!(f, "{one} and {other} have no sum"),
            MoneyFault::NoParts => f.write_str("nothing cannot be divided"),
        }
    }
}

impl std::error::Error for MoneyFault {}

impl From<MoneyFault> for storage::Fault {
    fn from(fault: MoneyFault) -> Self {
        storage::Fault::broken(fault)
    }
}

/// A currency by its three letters (ISO 4217).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Currencies whose minor unit is the major one, and those that have three digits (ISO 4217). All others have two.
const WITHOUT_MINOR: [&[u8; 3]; 16] = [
    b"BIF", b"CLP", b"DJF", b"GNF", b"ISK", b"JPY", b"KMF", b"KRW", b"PYG", b"RWF", b"UGX", b"VND", b"VUV", b"XAF",
    b"XOF", b"XPF",
];
const WITH_THOUSANDTHS: [&[u8; 3]; 7] = [b"BHD", b"IQD", b"JOD", b"KWD", b"LYD", b"OMR", b"TND"];

impl Currency {
    pub const USD: Currency = Currency(*b"USD");

    /// `None` for anything but three upper-case letters.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Currency(letters))
    }
    /// As a row keeps it.
    ///
    /// # Errors
    /// [`storage::Fault::Broken`] for what is no currency.
    pub fn kept(text: &str) -> storage::Result<Self> {
        Currency::parse(text).ok_or_else(|| storage::Fault::broken("a currency that is none"))
    }
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
    /// Digits after the point: 2 for USD, 0 for JPY, 3 for KWD.
    pub fn digits(self) -> usize {
        if WITHOUT_MINOR.contains(&&self.0) {
            return 0;
        }
        if WITH_THOUSANDTHS.contains(&&self.0) { 3 } else { 2 }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Currency::parse(&text).ok_or_else(|| serde::de::Error::custom("a currency has three upper-case letters"))
    }
}

/// An amount in minor units of one currency: 1699 of USD is 16.99.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }
    /// # Errors
    /// [`MoneyFault::Currencies`] for two currencies, [`MoneyFault::Overflow`].
    pub fn plus(self, other: Money) -> Result<Money, MoneyFault> {
        if self.currency != other.currency {
            return Err(MoneyFault::Currencies(self.currency, other.currency));
        }
        Ok(Money::new(sum([self.minor, other.minor])?, self.currency))
    }
    /// As it is written in JSON and on paper, without the currency: `16.99`, `-0.05`, `1699` for JPY.
    pub fn decimal(self) -> String {
        let (digits, sign) = (self.currency.digits(), if self.minor < 0 { "-" } else { "" });
        let units = format!("{:0width$}", self.minor.unsigned_abs(), width = digits + 1);
        match units.split_at_checked(units.len() - digits) {
            Some((major, minor)) if !minor.is_empty() => format!("{sign}{major}.{minor}"),
            _ => format!("{sign}{units}"),
        }
    }
    /// Whole major units, half away from zero (`total_renewal_amount`, `billing.md` 4.6).
    ///
    /// # Errors
    /// [`MoneyFault::Overflow`].
    pub fn in_major(self) -> Result<i64, MoneyFault> {
        round(self.minor.into(), 10i128.pow(self.currency.digits() as u32))
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Money) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// `numerator / denominator`, half away from zero.
///
/// # Errors
/// [`MoneyFault::NoParts`] for a denominator below one, [`MoneyFault::Overflow`].
pub fn round(numerator: i128, denominator: i128) -> Result<i64, MoneyFault> {
    if denominator < 1 {
        return Err(MoneyFault::NoParts);
    }
    let size = numerator.unsigned_abs();
    let doubled = size.checked_mul(2).and_then(|size| size.checked_add(denominator.unsigned_abs()));
    let rounded = doubled.ok_or(MoneyFault::Overflow)? / (2 * denominator.unsigned_abs());
    let rounded = i128::try_from(rounded).map_err(|_| MoneyFault::Overflow)?;
    i64::try_from(numerator.signum() * rounded).map_err(|_| MoneyFault::Overflow)
}

/// The sum of amounts of one currency.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyFault> {
    amounts.into_iter().try_fold(0i64, i64::checked_add).ok_or(MoneyFault::Overflow)
}

/// `unit · hosts`: what a full period costs.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn times(unit: i64, hosts: i64) -> Result<i64, MoneyFault> {
    unit.checked_mul(hosts).ok_or(MoneyFault::Overflow)
}

/// `part` of `whole` days of an amount, rounded.
///
/// # Errors
/// [`MoneyFault::NoParts`] for a period without days, [`MoneyFault::Overflow`].
pub fn prorate(amount: i64, part: i32, whole: i32) -> Result<i64, MoneyFault> {
    round(i128::from(amount) * i128::from(part), whole.into())
}

/// A tax on an amount, at parts per million.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn tax(amount: i64, per_million: i64) -> Result<i64, MoneyFault> {
    round(i128::from(amount) * i128::from(per_million), 1_000_000)
}

/// What was used of an amount, and what is left: together they are the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    pub used: i64,
    pub unused: i64,
}

/// Splits an amount after the first `used` of `whole` days.
///
/// # Errors
/// As [`prorate`].
pub fn split(amount: i64, used: i32, whole: i32) -> Result<Split, MoneyFault> {
    let used = prorate(amount, used, whole)?;
    Ok(Split { used, unused: sum([amount, used.checked_neg().ok_or(MoneyFault::Overflow)?])? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        for (numerator, denominator, rounded) in
            [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-4, 10, 0), (15, 10, 2), (-15, 10, -2), (0, 7, 0), (7, 1, 7)]
        {
            assert_eq!(round(numerator, denominator), Ok(rounded), "{numerator}/{denominator}");
        }
    }
    #[test]
    fn nothing_is_divided_by_nothing_or_less() {
        assert_eq!((round(1, 0), round(1, -1)), (Err(MoneyFault::NoParts), Err(MoneyFault::NoParts)));
        assert_eq!(prorate(1, 1, 0), Err(MoneyFault::NoParts));
    }
    #[test]
    fn what_does_not_fit_is_refused_at_both_ends() {
        assert_eq!((sum([i64::MAX - 1, 1]), sum([i64::MAX, 1])), (Ok(i64::MAX), Err(MoneyFault::Overflow)));
        assert_eq!((sum([i64::MIN + 1, -1]), sum([i64::MIN, -1])), (Ok(i64::MIN), Err(MoneyFault::Overflow)));
        assert_eq!((times(i64::MAX, 1), times(i64::MAX, 2)), (Ok(i64::MAX), Err(MoneyFault::Overflow)));
        assert_eq!(
            (round(i64::MAX.into(), 1), round(i128::from(i64::MAX) + 1, 1)),
            (Ok(i64::MAX), Err(MoneyFault::Overflow))
        );
        assert_eq!((round(i64::MIN.into(), 1), round(i128::MAX, 1)), (Ok(i64::MIN), Err(MoneyFault::Overflow)));
    }
    #[test]
    fn two_currencies_have_no_sum_and_no_order() {
        let eur = Money::new(5, Currency::parse("EUR").unwrap());
        assert_eq!(usd(1).plus(eur), Err(MoneyFault::Currencies(Currency::USD, eur.currency)));
        assert_eq!(usd(1).plus(usd(2)), Ok(usd(3)));
        assert_eq!((usd(1).partial_cmp(&eur), usd(1).partial_cmp(&usd(2))), (None, Some(Ordering::Less)));
    }
    #[test]
    fn an_amount_is_written_with_the_digits_of_its_currency() {
        let of = |minor, currency: &str| Money::new(minor, Currency::parse(currency).unwrap()).decimal();
        for (written, expected) in [
            (of(1699, "USD"), "16.99"),
            (of(-5, "USD"), "-0.05"),
            (of(0, "USD"), "0.00"),
            (of(100, "EUR"), "1.00"),
            (of(1699, "JPY"), "1699"),
            (of(-1, "JPY"), "-1"),
            (of(1234, "KWD"), "1.234"),
            (of(i64::MIN, "USD"), "-92233720368547758.08"),
        ] {
            assert_eq!(written, expected);
        }
    }
    #[test]
    fn major_units_are_rounded_half_away_from_zero() {
        assert_eq!([149, 150, -149, -150].map(|minor| usd(minor).in_major()), [Ok(1), Ok(2), Ok(-1), Ok(-2)]);
        assert_eq!(Money::new(7, Currency::parse("JPY").unwrap()).in_major(), Ok(7));
    }
    #[test]
    fn a_currency_is_three_upper_case_letters() {
        for text in ["", "US", "USDX", "usd", "US1", "ÄÖ"] {
            assert_eq!(Currency::parse(text), None, "{text}");
        }
        assert_eq!(serde_json::to_string(&Currency::USD).unwrap(), "\"USD\"");
        assert!(serde_json::from_str::<Currency>("\"usd\"").is_err());
    }
    #[test]
    fn a_tax_is_rounded_once() {
        assert_eq!((tax(6796, 88_750), tax(7136, 88_750), tax(11_893, 88_750)), (Ok(603), Ok(633), Ok(1056)));
    }

    /// Every file below a folder.
    fn files(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, all) } else { all.push(path) }
        }
    }

    #[test]
    fn no_floating_point_stands_in_this_crate() {
        let mut all = Vec::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        assert!(all.len() > 40);
        for path in all.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
            let text = fs::read_to_string(path).unwrap();
            // The types, literals of them, and what reads or makes one.
            for float in [32, 64].map(|bits| format!("f{bits}")) {
                assert!(!text.contains(&float), "{float} in {}", path.display());
            }
        }
    }

    proptest! {
        #[test]
        fn the_parts_of_a_split_are_the_whole_and_lie_within_it(amount in -1_000_000_000_000i64..1_000_000_000_000, whole in 1i32..1200, used in 0i32..1200) {
            let used_days = used.min(whole);
            let parts = split(amount, used_days, whole).unwrap();
            prop_assert_eq!(parts.used + parts.unused, amount);
            prop_assert!(parts.used.abs() <= amount.abs() && parts.unused.abs() <= amount.abs());
            prop_assert!(parts.used.signum() * amount.signum() >= 0 && parts.unused.signum() * amount.signum() >= 0);
            prop_assert_eq!(split(amount, 0, whole), Ok(Split { used: 0, unused: amount }));
            prop_assert_eq!(split(amount, whole, whole), Ok(Split { used: amount, unused: 0 }));
        }
        #[test]
        fn rounding_is_never_off_by_more_than_a_half(numerator in any::<i64>(), denominator in 1i64..1_000_000) {
            let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
            let rounded = i128::from(round(numerator, denominator).unwrap());
            prop_assert!(2 * (numerator - rounded * denominator).abs() <= denominator);
            prop_assert_eq!(round(-numerator, denominator).ok().map(i128::from), Some(-rounded));
        }
        #[test]
        fn a_written_amount_says_all_its_units(minor in any::<i64>()) {
            let digits: String = usd(minor).decimal().chars().filter(|letter| *letter != '.').collect();
            prop_assert_eq!(digits.parse::<i64>().ok(), Some(minor));
        }
    }
}
