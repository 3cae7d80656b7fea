//! The grammar of filters: `or` binds least, then `and`, then `not`; brackets and parentheses as in RFC 7644, figure 1.
//! A value may stand without quotation marks, as the published filters have it.
use super::{Comparison, Filter, Target};
use crate::canonical::is_text;
use serde_json::Value;

/// Conditions inside each other.
const MOST_LEVELS: usize = 16;

/// Conditions in one filter: each is held against every user.
const MOST_CONDITIONS: usize = 50;

type Resolve<'r> = &'r dyn Fn(&str) -> Option<Target>;

/// Reads a condition on what `resolve` knows by name: of so many conditions at most, and so many inside each other.
///
/// # Errors
/// The name, or the rest of the text, that cannot be followed.
pub fn read(text: &str, resolve: Resolve<'_>) -> Result<Filter, String> {
    let mut reader = Reader { rest: text.trim(), levels: 0, conditions: 0, resolve };
    let filter = reader.any()?;
    if reader.rest.is_empty() { Ok(filter) } else { Err(reader.rest.to_owned()) }
}

struct Reader<'t, 'r> {
    rest: &'t str,
    levels: usize,
    conditions: usize,
    resolve: Resolve<'r>,
}

impl<'t> Reader<'t, '_> {
    fn any(&mut self) -> Result<Filter, String> {
        self.levels += 1;
        if self.levels > MOST_LEVELS {
            return Err(self.rest.to_owned());
        }
        let mut filters = vec![self.all()?];
        while self.word("or") {
            filters.push(self.all()?);
        }
        self.levels -= 1;
        Ok(one_or(filters, Filter::Any))
    }
    fn all(&mut self) -> Result<Filter, String> {
        let mut filters = vec![self.term()?];
        while self.word("and") {
            filters.push(self.term()?);
        }
        Ok(one_or(filters, Filter::All))
    }
    fn term(&mut self) -> Result<Filter, String> {
        if self.starts_negation() {
            return Ok(Filter::Not(Box::new(self.parenthesized()?)));
        }
        if self.rest.starts_with('(') {
            return self.parenthesized();
        }
        self.condition()
    }
    /// Takes `not` when it stands before a parenthesis: it is a name otherwise.
    fn starts_negation(&mut self) -> bool {
        let behind =
            self.rest.get(..3).filter(|word| word.eq_ignore_ascii_case("not")).and_then(|_| self.rest.get(3..));
        let Some(behind) = behind.map(str::trim_start).filter(|rest| rest.starts_with('(')) else { return false };
        self.rest = behind;
        true
    }
    fn parenthesized(&mut self) -> Result<Filter, String> {
        self.sign('(')?;
        let inner = self.any()?;
        self.sign(')')?;
        Ok(inner)
    }
    fn condition(&mut self) -> Result<Filter, String> {
        self.conditions += 1;
        if self.conditions > MOST_CONDITIONS {
            return Err(self.rest.to_owned());
        }
        let name = self.until(|c| c.is_whitespace() || "[]()".contains(c));
        let target = (self.resolve)(name).ok_or_else(|| name.to_owned())?;
        if self.rest.starts_with('[') {
            return self.bracket(target, name);
        }
        let rest = self.rest;
        let operator = self.until(|c| c.is_whitespace() || "[]()".contains(c));
        if operator.eq_ignore_ascii_case("pr") {
            return Ok(Filter::Present(target));
        }
        let by = Comparison::named(operator).ok_or_else(|| format!("{name} {rest}"))?;
        let to = self.value()?;
        if !target.takes(by, &to) {
            return Err(format!("{name} {rest}"));
        }
        Ok(Filter::Compared { named: target, by, to })
    }
    fn bracket(&mut self, target: Target, name: &str) -> Result<Filter, String> {
        let Target::Attribute(named) = target else { return Err(name.to_owned()) };
        self.sign('[')?;
        let part = |name: &str| {
            let found = named.attribute.parts().iter().find(|part| part.name.eq_ignore_ascii_case(name));
            found.map(Target::Part)
        };
        let mut inner = Reader { rest: self.rest, levels: self.levels, conditions: self.conditions, resolve: &part };
        let filter = inner.any()?;
        (self.rest, self.conditions) = (inner.rest, inner.conditions);
        self.sign(']')?;
        // A part behind the bracket is compared in the same value: `emails[type eq "work"].value eq "a@b.co"`.
        let Some(rest) = self.rest.strip_prefix('.') else { return Ok(Filter::Within(named, Box::new(filter))) };
        let mut behind = Reader { rest, levels: self.levels, conditions: self.conditions, resolve: &part };
        let more = behind.condition()?;
        (self.rest, self.conditions) = (behind.rest, behind.conditions);
        Ok(Filter::Within(named, Box::new(Filter::All(vec![filter, more]))))
    }
    fn value(&mut self) -> Result<Value, String> {
        if self.rest.starts_with('"') {
            return self.quoted();
        }
        let word = self.until(|c| c.is_whitespace() || "[]()".contains(c));
        if word.is_empty() {
            return Err(self.rest.to_owned());
        }
        Ok(serde_json::from_str(word).unwrap_or_else(|_| Value::from(word)))
    }
    /// A text as JSON writes it.
    fn quoted(&mut self) -> Result<Value, String> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<Value>();
        let value = values.next().and_then(Result::ok).filter(|value| value.as_str().is_some_and(is_text));
        let value = value.ok_or_else(|| self.rest.to_owned())?;
        self.rest = self.rest.get(values.byte_offset()..).unwrap_or_default().trim_start();
        Ok(value)
    }
    /// Takes the word when it comes next, as a whole.
    fn word(&mut self, word: &str) -> bool {
        let (Some(head), Some(behind)) = (self.rest.get(..word.len()), self.rest.get(word.len()..)) else {
            return false;
        };
        let is_whole = behind.starts_with(|c: char| c.is_whitespace() || c == '(');
        if !head.eq_ignore_ascii_case(word) || !is_whole {
            return false;
        }
        self.rest = behind.trim_start();
        true
    }
    fn sign(&mut self, sign: char) -> Result<(), String> {
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                // What follows a bracket directly belongs to it.
                self.rest = if sign == ']' && rest.starts_with('.') { rest } else { rest.trim_start() };
                Ok(())
            }
            None => Err(self.rest.to_owned()),
        }
    }
    /// Takes what comes before the first such character, and the blanks behind it.
    fn until(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let at = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(at);
        self.rest = rest.trim_start();
        taken
    }
}

fn one_or(mut filters: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    match (filters.len(), filters.pop()) {
        (1, Some(only)) => only,
        (_, last) => many(filters.into_iter().chain(last).collect()),
    }
}

impl Comparison {
    fn named(name: &str) -> Option<Self> {
        const NAMES: [(&str, Comparison); 9] = [
            ("eq", Comparison::Equal),
            ("ne", Comparison::NotEqual),
            ("co", Comparison::Contains),
            ("sw", Comparison::StartsWith),
            ("ew", Comparison::EndsWith),
            ("gt", Comparison::Greater),
            ("ge", Comparison::GreaterOrEqual),
            ("lt", Comparison::Less),
            ("le", Comparison::LessOrEqual),
        ];
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, comparison)| *comparison)
    }
}
