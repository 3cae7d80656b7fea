//! Who sells: what stands on top of every document, as it is configured.
use serde::Deserialize;

/// The most letters of a line.
const LONGEST: usize = 200;

/// The seller, as it stands in the file of `serve --seller`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seller {
    pub name: String,
    /// Line by line.
    pub address: Vec<String>,
    /// As it has to stand on invoices.
    pub tax_id: String,
    /// Left out where it is empty, like all but the name.
    pub email: String,
    pub phone: String,
    /// How to pay, line by line.
    pub payment: Vec<String>,
    /// At the foot of every page.
    pub footer: String,
}

impl Default for Seller {
    fn default() -> Self {
        Seller {
            name: "tenantry".to_owned(),
            address: Vec::new(),
            tax_id: String::new(),
            email: String::new(),
            phone: String::new(),
            payment: Vec::new(),
            footer: String::new(),
        }
    }
}

impl Seller {
    /// Reads a seller from its file.
    ///
    /// # Errors
    /// Every line that cannot stand on a document; what cannot be read at all is one fault, with its line.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let seller: Seller = toml::from_str(text).map_err(|fault| vec![fault.to_string().trim_end().to_owned()])?;
        let faults = seller.faults();
        if faults.is_empty() { Ok(seller) } else { Err(faults) }
    }
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.name.trim().is_empty() {
            faults.push("name: a seller has a name".to_owned());
        }
        for (field, line) in self.fields() {
            if line.chars().count() > LONGEST || line.chars().any(char::is_control) {
                faults.push(format!("{field}: a line has at most {LONGEST} letters, and no line breaks"));
            }
        }
        faults
    }
    fn fields(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let single = [
            ("name", &self.name),
            ("tax-id", &self.tax_id),
            ("email", &self.email),
            ("phone", &self.phone),
            ("footer", &self.footer),
        ];
        let address = self.address.iter().map(|line| ("address", line));
        single.into_iter().chain(address).chain(self.payment.iter().map(|line| ("payment", line)))
    }
    /// On top of a document.
    pub(super) fn lines(&self) -> Vec<String> {
        let tax_id = if self.tax_id.is_empty() { String::new() } else { format!("Tax ID {}", self.tax_id) };
        let lines = [&self.name].into_iter().chain(&self.address).chain([&self.phone, &self.email, &tax_id]);
        lines.filter(|line| !line.is_empty()).cloned().collect()
    }
}
