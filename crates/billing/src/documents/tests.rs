//! Documents are read back, text and totals, by a library that has not written them.
use super::{words::*, *};
use crate::{
    Contact,
    invoices::{ChargeType, Invoice, Line, Standing},
    money::Currency,
    statements::{Builder, Name, Period},
};
use platform::Date;
use std::collections::BTreeMap;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn press() -> Press {
    let seller = Seller::read(
        "name = \"Example Ltd\"\naddress = [\"1 Street\", \"10115 Berlin\"]\ntax-id = \"DE123\"\nemail = \"billing@example.com\"\nphone = \"+49 30 1\"\npayment = [\"IBAN DE00 0000\"]\nfooter = \"Example Ltd, registered in Berlin\"",
    );
    Press::new(seller.unwrap(), None).unwrap()
}

fn line(number: i64, amount: i64, tax: i64) -> Line {
    Line {
        id: number.to_string(),
        charge_number: format!("C-{number:08}"),
        charge_type: ChargeType::Recurring,
        code: "monthly".to_owned(),
        name: format!("Plan {number:03}."),
        start: day("2026-04-10"),
        end: day("2026-05-10"),
        quantity: 4,
        unit: 1699,
        purchase_order_number: String::new(),
        amount,
        tax,
        credits: (amount < 0).then(|| "1".to_owned()),
    }
}

fn invoice(lines: Vec<Line>) -> InvoiceFacts {
    let (net, tax) = lines.iter().fold((0, 0), |(net, tax), line| (net + line.amount, tax + line.tax));
    let contact = Contact {
        first_name: "Ana".to_owned(),
        last_name: "Ñandú".to_owned(),
        email: "ana@example.com".to_owned(),
        address: "1 Main St.".to_owned(),
        city: "San José".to_owned(),
        country: "US".to_owned(),
        ..Contact::default()
    };
    let party = |name: &str| Party {
        name: name.to_owned(),
        number: 1_234_567_890,
        tax_id: "US-9".to_owned(),
        contact: Some(contact.clone()),
    };
    let invoice = Invoice {
        id: "0123456789abcdef0123456789abcdef".to_owned(),
        number: "INV00000042".to_owned(),
        account_id: "sub".to_owned(),
        seller_id: String::new(),
        debtor_id: "master".to_owned(),
        currency: Currency::USD,
        status: Standing::Posted,
        date: day("2026-04-10"),
        target_date: day("2026-04-10"),
        due_date: day("2026-05-10"),
        purchase_order_number: "PO-7".to_owned(),
        lines,
        total: net + tax,
        tax,
        credited: 100,
        adjusted: 200,
        paid: 300,
        balance: net + tax - 600,
    };
    let payments = vec![Paid { day: day("2026-04-20"), reference: "bank 17".to_owned(), amount: 300 }];
    InvoiceFacts { invoice, sold_to: party("Customer"), bill_to: party("Master"), payments }
}

fn read(bytes: &[u8]) -> Vec<String> {
    pdf_extract::extract_text_from_mem_by_pages(bytes).unwrap()
}

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn an_invoice_says_who_owes_whom_how_much_for_what() {
    let pages = read(&press().invoice(&invoice(vec![line(1, 6796, 603)])).unwrap());
    assert_eq!(pages.len(), 1);
    says(
        &pages[0],
        &[
            "Invoice INV00000042",
            "Example Ltd",
            "10115 Berlin",
            "Tax ID DE123",
            "billing@example.com",
            "+49 30 1",
            "Date: 2026-04-10",
            "Terms: Net 30",
            "Due: 2026-05-10",
            "Account number: 1234567890",
            "Currency: USD",
            "Purchase order: PO-7",
            "Sold to:",
            "Customer",
            "Bill to:",
            "Master",
            "Ana Ñandú",
            "San José",
            "Tax ID US-9",
            "Plan 001.",
            "2026-04-10 to 2026-05-09",
            "16.99",
            "67.96",
            "Subtotal",
            "6.03",
            "Total",
            "73.99",
            "Credit applied",
            "Payment bank 17",
            "3.00",
            "Balance",
            "67.99",
            "IBAN DE00 0000",
            "registered in Berlin",
        ],
    );
}

#[test]
fn an_invoice_of_two_hundred_lines_has_them_all_on_several_pages_and_its_sums_at_the_end() {
    let pages = read(&press().invoice(&invoice((1..=200).map(|at| line(at, at * 100, at)).collect())).unwrap());
    assert!(pages.len() > 3, "{}", pages.len());
    let all = pages.concat();
    for at in 1..=200 {
        // Among charges, and among taxes.
        assert_eq!(all.matches(&format!("Plan {at:03}.")).count(), 2, "{at}");
    }
    for (at, page) in pages.iter().enumerate() {
        says(page, &[&format!("Page {} of {}", at + 1, pages.len()), "INV00000042"]);
    }
    // 100 + … + 20000 and 1 + … + 200.
    says(&all, &["20100.00", "201.00", "20301.00"]);
}

#[test]
fn what_is_given_back_stands_in_parentheses() {
    let credit = invoice(vec![line(1, -4078, -362), line(2, 713, 63)]);
    let text = read(&press().invoice(&credit).unwrap()).concat();
    says(&text, &["Credit note INV00000042", "Plan 001., unused part", "(40.78)", "(3.62)", "7.13"]);
    assert_eq!((amount(-5, Currency::USD), amount(5, Currency::USD)), ("(0.05)".to_owned(), "0.05".to_owned()));
}

#[test]
fn an_invoice_that_was_given_up_says_so() {
    let mut facts = invoice(vec![line(1, 100, 0)]);
    facts.invoice.status = Standing::Canceled;
    says(&read(&press().invoice(&facts).unwrap()).concat(), &["Void invoice INV00000042"]);
}

#[test]
fn amounts_have_the_digits_of_their_currency() {
    let mut facts = invoice(vec![line(1, 6796, 0)]);
    facts.invoice.currency = Currency::parse("JPY").unwrap();
    let text = read(&press().invoice(&facts).unwrap()).concat();
    says(&text, &["Currency: JPY", "6796"]);
    assert!(!text.contains("67.96"), "{text}");
}

#[test]
fn terms_are_said_in_days() {
    let of = |due| terms(day("2026-04-10"), day(due));
    assert_eq!((of("2026-04-10"), of("2026-04-11")), ("Due upon receipt".to_owned(), "Net 1".to_owned()));
}

#[test]
fn a_statement_names_every_account_and_adds_up() {
    let period = Period::month_of(day("2026-03-01"));
    let mut builder = Builder::new("top", period);
    for at in 0..200 {
        let line = crate::statements::Line {
            day: day(if at % 2 == 0 { "2026-03-05" } else { "2026-02-05" }),
            about_id: format!("account {at:03}"),
            currency: Currency::USD,
            code: "monthly".to_owned(),
            name: "Standard Pro Monthly".to_owned(),
            quantity: 3,
            cost: 1000 + at,
            tax: 10,
            sold: None,
        };
        builder.add(&line).unwrap();
    }
    let names = (0..200)
        .map(|at| (format!("account {at:03}"), Name { name: format!("Customer {at:03}."), number: 10_000 + at }));
    let statement = builder.finish(&names.collect::<BTreeMap<_, _>>(), Vec::new()).unwrap();
    let pages = read(&press().statement(&statement).unwrap());
    assert!(pages.len() > 3, "{}", pages.len());
    let all = pages.concat();
    for at in 0..200 {
        assert_eq!(all.matches(&format!("Customer {at:03}. ({})", 10_000 + at)).count(), 1, "{at}");
    }
    // 100 · 10.00 + 0.00 + 0.02 + … + 1.98, and beside it the odd ones.
    says(
        &all,
        &["Statement 2026-03-01 to 2026-03-31", "Beside it: 2026-02-01 to 2026-02-28", "1099.00", "1100.00", "10.00"],
    );
}

#[test]
fn a_seller_is_held_to_lines_that_fit() {
    assert_eq!(Seller::read("").unwrap(), Seller::default());
    let long = |count: usize| Seller::read(&format!("name = \"{}\"", "x".repeat(count)));
    assert!(long(200).is_ok() && long(201).is_err());
    let faults = Seller::read("name = \"\"\naddress = [\"a\\nb\"]\nfooter = \"\\u0007\"").unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(Seller::read("nmae = \"x\"").unwrap_err()[0].contains("nmae"));
}

#[test]
fn rows_are_read_back_whatever_stands_in_them() {
    let mut rows = Rows::below(&["text", "day", "number", "amount"]).unwrap();
    for text in ["plain", "with, comma", "\"quoted\"", "two\nlines", "=1+1", "-2", "+3", "@x", ""] {
        rows.add(&[
            Value::Text(text),
            Value::Day(day("2026-03-01")),
            Value::Number(-7),
            Value::Amount(-1699, Currency::USD),
        ])
        .unwrap();
    }
    let bytes = rows.finish().unwrap();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let texts: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert_eq!(texts, ["plain", "with, comma", "\"quoted\"", "two\nlines", "'=1+1", "'-2", "'+3", "'@x", ""]);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("text,day,number,amount\r\nplain,2026-03-01,-7,-16.99\r\n"), "{text}");
}
