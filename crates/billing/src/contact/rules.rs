//! What a billing contact may hold.
use super::{
    api::Contact,
    countries::{is_country, is_state},
};

/// What is wrong with a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A field that is missing or malformed.
    Field(&'static str),
    Country(String),
    State(String),
}

/// The longest text of a field, in characters.
const LONGEST: usize = 255;

/// The first fault of a whole contact. A state is asked for where those of the country are known.
pub fn fault(contact: &Contact) -> Option<Fault> {
    let fields = [
        ("first_name", &contact.first_name),
        ("last_name", &contact.last_name),
        ("email", &contact.email),
        ("phone_number", &contact.phone_number),
        ("address", &contact.address),
        ("city", &contact.city),
        ("state", &contact.state),
        ("zip", &contact.zip),
        ("country", &contact.country),
    ];
    let missing = fields.into_iter().find(|(_, text)| text.trim().is_empty() || !is_plain(text));
    missing.map(|(field, _)| Fault::Field(field)).or_else(|| place_fault(contact)).or_else(|| form_fault(contact))
}

fn place_fault(contact: &Contact) -> Option<Fault> {
    if !is_country(&contact.country) {
        return Some(Fault::Country(contact.country.clone()));
    }
    (!is_state(&contact.country, &contact.state)).then(|| Fault::State(contact.state.clone()))
}

fn form_fault(contact: &Contact) -> Option<Fault> {
    let faults = [
        ("email", !is_email(&contact.email)),
        ("phone_number", !is_phone(&contact.phone_number)),
        ("apt", !is_plain(&contact.apt)),
    ];
    faults.into_iter().find(|(_, is_wrong)| *is_wrong).map(|(field, _)| Fault::Field(field))
}

/// Whether a text holds nothing that has no place in an address.
pub fn is_plain(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(|c| c.is_control() || "<>{}[]|\\^`\"".contains(c))
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c))
}

/// Ranges of numbers of employees (`employee_count`), by the most of each.
const EMPLOYEES: [(i64, &str); 8] = [
    (1, "Just Me"),
    (10, "2-10"),
    (50, "11-50"),
    (250, "51-250"),
    (500, "251-500"),
    (1000, "501-1000"),
    (5000, "1001-5000"),
    (10_000, "5001-10000"),
];
const MORE: &str = "10000+";

/// The range that a number of employees lies in; a range is taken as it is. `None` for what is neither.
pub fn employees(text: &str) -> Option<&'static str> {
    let mut ranges = EMPLOYEES.iter().map(|(_, range)| *range).chain([MORE]);
    if let Some(range) = ranges.find(|range| *range == text) {
        return Some(range);
    }
    let number = text.trim().parse::<i64>().ok().filter(|number| *number > 0)?;
    Some(EMPLOYEES.iter().find(|(most, _)| number <= *most).map_or(MORE, |(_, range)| range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            first_name: "Ana".into(),
            last_name: "O'Neil".into(),
            email: "ana@example.com".into(),
            phone_number: "+1 (555) 010-0000".into(),
            address: "1 Main St.".into(),
            apt: String::new(),
            city: "San Jose".into(),
            state: "CA".into(),
            zip: "95113".into(),
            country: "US".into(),
            employee_count: String::new(),
        }
    }

    #[test]
    fn a_contact_says_everything_but_the_apartment() {
        assert_eq!(fault(&contact()), None);
        assert_eq!(fault(&Contact { zip: " ".into(), ..contact() }), Some(Fault::Field("zip")));
        let long = |letters: usize| Contact { city: "x".repeat(letters), ..contact() };
        assert_eq!((fault(&long(255)), fault(&long(256))), (None, Some(Fault::Field("city"))));
        assert_eq!(fault(&Contact { email: "ana@example".into(), ..contact() }), Some(Fault::Field("email")));
        assert_eq!(fault(&Contact { phone_number: "call me".into(), ..contact() }), Some(Fault::Field("phone_number")));
        assert_eq!(fault(&Contact { city: "<b>".into(), ..contact() }), Some(Fault::Field("city")));
        assert_eq!(fault(&Contact { country: "UK".into(), ..contact() }), Some(Fault::Country("UK".into())));
        assert_eq!(fault(&Contact { state: "ON".into(), ..contact() }), Some(Fault::State("ON".into())));
    }

    #[test]
    fn employees_are_told_in_ranges() {
        for (text, range) in [
            ("1", "Just Me"),
            ("2", "2-10"),
            ("10", "2-10"),
            ("11", "11-50"),
            ("10000", "5001-10000"),
            ("10001", "10000+"),
            ("51-250", "51-250"),
            ("10000+", "10000+"),
        ] {
            assert_eq!(employees(text), Some(range), "{text}");
        }
        for text in ["0", "-1", "many", ""] {
            assert_eq!(employees(text), None, "{text}");
        }
    }
}
