//! Names of people, the same for the same number.
const FIRST: [&str; 24] = [
    "Ada", "Aiko", "Amara", "Anton", "Beatriz", "Chen", "Dalia", "Emil", "Farah", "Grace", "Hugo", "Ines", "Jonas",
    "Kavya", "Leo", "Mira", "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Samuel", "Tomasz", "Yara",
];
const LAST: [&str; 23] = [
    "Almeida",
    "Bauer",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ito",
    "Jansen",
    "Kaur",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quispe",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Varga",
    "Weber",
];

/// The first and the last name of the person with this number.
pub fn name(number: u64) -> (&'static str, &'static str) {
    // Both lengths are coprime, so the pairs repeat only after all of them.
    let pick =
        |names: &'static [&'static str]| names.get((number % names.len() as u64) as usize).copied().unwrap_or("Ada");
    (pick(&FIRST), pick(&LAST))
}
