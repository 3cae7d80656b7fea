//! A statement on paper: the whole tree, then each subtree with its accounts and their plans, beside the time before.
use super::{seller::Seller, words::amount};
use crate::{
    money::Currency,
    statements::{AccountPart, Debt, Figures, Name, PlanPart, Statement, Subtree, Totals},
};
use paper::{Block, Column, Paper, Row, Table};

/// Invoices stand at the end, where there are any.
pub fn paper(statement: &Statement, seller: &Seller) -> Paper {
    let title = format!("Statement {} to {}", statement.period.from, statement.period.last());
    let mut blocks = vec![
        Block::Title(title.clone()),
        Block::Beside(vec![seller.lines(), head(statement)]),
        Block::Heading("The whole".to_owned()),
        Block::Table(totals(&statement.totals)),
    ];
    blocks.push(Block::Heading("What is owed".to_owned()));
    blocks.push(Block::Table(debts(statement)));
    for subtree in &statement.subtrees {
        let is_own = subtree.account_id == statement.account_id;
        blocks.push(Block::Heading(heading(subtree, is_own)));
        blocks.push(Block::Table(plans(subtree)));
    }
    if !statement.invoices.is_empty() {
        blocks.push(Block::Heading("Invoices".to_owned()));
        blocks.push(Block::Table(invoices(statement)));
    }
    Paper { title, author: seller.name.clone(), footer: seller.footer.clone(), blocks }
}

fn head(statement: &Statement) -> Vec<String> {
    vec![
        format!("Account: {}", called(&statement.name, &statement.account_id)),
        format!("Beside it: {} to {}", statement.before.from, statement.before.last()),
        "Each currency has sums of its own; nothing is converted.".to_owned(),
    ]
}

/// Name and number of an account, or its id where it is not in the tree any more; those that are not managed have neither.
fn called(name: &Option<Name>, id: &str) -> String {
    let id = if id.is_empty() { "Accounts that are not managed" } else { id };
    name.as_ref().map_or_else(|| id.to_owned(), |name| format!("{} ({})", name.name, name.number))
}

fn heading(subtree: &Subtree, is_own: bool) -> String {
    let called = called(&subtree.name, &subtree.account_id);
    if is_own { format!("{called}, its own plans") } else { called }
}

fn columns(first: &str) -> Vec<Column> {
    vec![
        Column::left(first, 11),
        Column::right("Hosts", 3),
        Column::left("Cur.", 3),
        Column::right("Charges", 6),
        Column::right("Tax", 5),
        Column::right("Before", 6),
        Column::right("Revenue", 6),
        Column::right("Before", 6),
    ]
}

fn cells(first: String, hosts: String, currency: Currency, figures: &Figures) -> Vec<String> {
    let sum = |minor| amount(minor, currency);
    vec![
        first,
        hosts,
        currency.to_string(),
        sum(figures.now.cost),
        sum(figures.now.tax),
        sum(figures.before.cost),
        sum(figures.now.revenue),
        sum(figures.before.revenue),
    ]
}

fn totals(totals: &Totals) -> Table {
    let row = |(currency, figures): (&Currency, &Figures)| {
        Row::Sum(cells("Total".to_owned(), String::new(), *currency, figures))
    };
    Table { columns: columns(""), rows: totals.iter().map(row).collect() }
}

fn plans(subtree: &Subtree) -> Table {
    let mut rows: Vec<Row> = subtree.accounts.iter().flat_map(account).collect();
    let sums = subtree.totals.iter();
    rows.extend(sums.map(|(currency, figures)| Row::Sum(cells("Sum".to_owned(), String::new(), *currency, figures))));
    Table { columns: columns("Plan"), rows }
}

fn account(account: &AccountPart) -> impl Iterator<Item = Row> {
    let group = Row::Group(called(&account.name, &account.account_id));
    let plan = |plan: &PlanPart| {
        let hosts = if plan.quantity == 0 { String::new() } else { plan.quantity.to_string() };
        Row::Plain(cells(plan.name.clone(), hosts, plan.currency, &plan.figures))
    };
    [group].into_iter().chain(account.plans.iter().map(plan))
}

fn debts(statement: &Statement) -> Table {
    let columns = vec![
        Column::left("Currency", 4),
        Column::right("Invoiced", 6),
        Column::right("Open", 6),
        Column::right("Overdue", 6),
    ];
    let rows = statement.debts.iter().map(|(currency, debts)| {
        let sum = |minor| amount(minor, *currency);
        Row::Plain(vec![currency.to_string(), sum(debts.invoiced), sum(debts.open), sum(debts.overdue)])
    });
    Table { columns, rows: rows.collect() }
}

fn invoices(statement: &Statement) -> Table {
    let columns = vec![
        Column::left("Number", 6),
        Column::left("Account", 8),
        Column::left("Date", 5),
        Column::left("Due", 5),
        Column::left("Cur.", 3),
        Column::right("Total", 6),
        Column::right("Open", 6),
        Column::left("", 4),
    ];
    let names = statement.subtrees.iter().flat_map(|subtree| &subtree.accounts);
    let names: std::collections::BTreeMap<&str, &Option<Name>> =
        names.map(|account| (account.account_id.as_str(), &account.name)).collect();
    let row = |debt: &Debt| {
        let account = names.get(debt.account_id.as_str()).copied().unwrap_or(&None);
        Row::Plain(vec![
            debt.number.clone(),
            called(account, &debt.account_id),
            debt.date.to_string(),
            debt.due_date.to_string(),
            debt.currency.to_string(),
            amount(debt.total, debt.currency),
            amount(debt.balance, debt.currency),
            debt.standing.as_str().to_owned(),
        ])
    };
    Table { columns, rows: statement.invoices.iter().map(row).collect() }
}
