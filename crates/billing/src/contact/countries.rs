//! Countries by their two letters (ISO 3166-1), and the states of those whose addresses name one.

const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
const STATES: [(&str, &str); 3] = [
    (
        "US",
        "AA AE AK AL AP AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UM UT VA VI VT WA WI WV WY",
    ),
    ("CA", "AB BC MB NB NL NS NT NU ON PE QC SK YT"),
    ("AU", "ACT NSW NT QLD SA TAS VIC WA"),
];

fn names(list: &str, name: &str) -> bool {
    list.split(' ').any(|one| one == name)
}

/// Whether a text is the code of a country: in capitals.
pub fn is_country(country: &str) -> bool {
    names(COUNTRIES, country)
}

/// Whether a country has such a state. Of most countries any text will do, for nobody lists theirs.
pub fn is_state(country: &str, state: &str) -> bool {
    STATES.iter().find(|(of, _)| *of == country).is_none_or(|(_, states)| names(states, state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_one_of_249_and_written_in_capitals() {
        assert_eq!(COUNTRIES.split(' ').count(), 249);
        for (country, is_one) in
            [("US", true), ("DE", true), ("ZW", true), ("UK", false), ("us", false), ("", false), ("US CA", false)]
        {
            assert_eq!(is_country(country), is_one, "{country}");
        }
    }

    #[test]
    fn a_state_is_one_of_its_country_where_those_are_listed() {
        for (country, state, is_one) in [
            ("US", "CA", true),
            ("US", "ON", false),
            ("CA", "ON", true),
            ("AU", "NSW", true),
            ("US", "", false),
            ("DE", "Hessen", true),
            ("DE", "", true),
        ] {
            assert_eq!(is_state(country, state), is_one, "{country} {state}");
        }
    }
}
