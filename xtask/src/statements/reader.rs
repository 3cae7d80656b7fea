//! Reads one statement: which tables it names, and what in it is refused.
use super::{
    schema::Schema,
    scope::{Relation, Scope, compared, lower},
    ties::Ties,
};
use sqlparser::{
    ast::{
        Cte, Distinct, Expr, GroupByExpr, JoinConstraint, JoinOperator, LimitClause, NamedWindowExpr, ObjectName,
        OrderBy, OrderByKind, Query, Select, SetExpr, Statement, TableAlias, TableFactor, TableWithJoins,
    },
    dialect::PostgreSqlDialect,
    parser::Parser,
    tokenizer::{Token, Tokenizer, Whitespace},
};
use std::collections::BTreeSet;

/// Whose statement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `sql!`: of one account, whose id is `$1`.
    Account,
    /// `directory!`: over all accounts.
    Directory,
}

/// What a statement turned out to be.
#[derive(Debug, Default)]
pub struct Reading {
    pub tables: BTreeSet<String>,
    /// Why it is refused; empty when it is not.
    pub faults: Vec<String>,
}

/// Reads `text` against the tables of `schema`.
pub fn read(text: &str, kind: Kind, schema: &Schema) -> Reading {
    let mut reader = Reader { kind, schema, reading: Reading::default(), subqueries: 0 };
    reader.tokens(text);
    match Parser::parse_sql(&PostgreSqlDialect {}, text).as_deref() {
        Ok([statement]) => reader.statement(statement, &Scope::default()),
        Ok(_) => reader.refuse("one text holds one statement"),
        Err(error) => reader.refuse(format!("it does not parse: {error}")),
    }
    reader.reading
}

pub(super) struct Reader<'s> {
    pub kind: Kind,
    pub schema: &'s Schema,
    pub reading: Reading,
    /// How many subqueries have been read.
    pub subqueries: usize,
}

impl Reader<'_> {
    pub fn refuse(&mut self, fault: impl Into<String>) {
        let fault = fault.into();
        if !self.reading.faults.contains(&fault) {
            self.reading.faults.push(fault);
        }
    }

    fn refuse_if(&mut self, refused: bool, fault: &str) {
        if refused {
            self.refuse(fault);
        }
    }

    fn tokens(&mut self, text: &str) {
        for token in Tokenizer::new(&PostgreSqlDialect {}, text).tokenize().unwrap_or_default() {
            match token {
                Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)) => {
                    self.refuse("a comment is read differently by the engines: write it outside of the text");
                }
                Token::Word(word) if word.quote_style.is_some() => {
                    self.refuse(format!("the quoted name {word} may be a string to SQLite: choose a plain name"));
                }
                _ => {}
            }
        }
    }

    fn statement(&mut self, statement: &Statement, outer: &Scope) {
        match statement {
            Statement::Query(query) => self.query(query, outer),
            Statement::Insert(insert) => self.insert(insert, outer),
            Statement::Update(update) => self.update(update, outer),
            Statement::Delete(delete) => self.delete(delete, outer),
            _ => self.refuse("a statement is a SELECT, INSERT, UPDATE or DELETE"),
        }
    }

    pub fn query(&mut self, query: &Query, outer: &Scope) {
        let mut around = Scope::within(outer);
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.common_table(cte, &mut around);
        }
        self.refuse_if(query.with.as_ref().is_some_and(|with| with.recursive), "a recursive WITH is not used");
        self.refuse_if(!query.locks.is_empty(), "FOR UPDATE is not used: a writer is serialisable");
        self.refuse_if(query.fetch.is_some(), "FETCH is not known to SQLite: write LIMIT");
        match query.body.as_ref() {
            SetExpr::Select(select) => self.select(select, &around, query.order_by.as_ref()),
            body => {
                self.set(body, &around);
                self.order_by(query.order_by.as_ref(), &around);
            }
        }
        self.limit(query.limit_clause.as_ref(), &around);
    }

    fn common_table(&mut self, cte: &Cte, around: &mut Scope) {
        let changes = matches!(*cte.query.body, SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_));
        self.refuse_if(changes, "SQLite has no change inside WITH: write two statements");
        self.query(&cte.query, around);
        around.with.push(lower(&cte.alias.name));
    }

    fn set(&mut self, body: &SetExpr, around: &Scope) {
        match body {
            SetExpr::Select(select) => self.select(select, around, None),
            SetExpr::Query(query) => self.query(query, around),
            SetExpr::SetOperation { left, right, .. } => {
                self.set(left, around);
                self.set(right, around);
            }
            SetExpr::Values(values) => {
                values.rows.iter().flat_map(|row| row.iter()).for_each(|cell| self.expression(cell, around));
            }
            SetExpr::Insert(statement) | SetExpr::Update(statement) | SetExpr::Delete(statement) => {
                self.statement(statement, around);
            }
            SetExpr::Merge(_) => self.refuse("MERGE is not used"),
            SetExpr::Table(_) => self.refuse("TABLE is not known to SQLite: write SELECT"),
        }
    }

    pub fn select(&mut self, select: &Select, around: &Scope, order_by: Option<&OrderBy>) {
        let mut scope = self.scope_of(&select.from, around);
        scope.compared = select.selection.as_ref().map(compared).unwrap_or_default();
        self.joins(&select.from, &scope, select.selection.as_ref());
        self.refuse_if(matches!(select.distinct, Some(Distinct::On(_))), "DISTINCT ON is not known to SQLite");
        self.refuse_if(select.into.is_some(), "SELECT INTO makes a table: write a migration");
        self.outputs(&select.projection, &scope);
        match &select.group_by {
            GroupByExpr::Expressions(exprs, _) => exprs.iter().for_each(|expr| self.expression(expr, &scope)),
            GroupByExpr::All(_) => self.refuse("GROUP BY ALL is not known to either engine"),
        }
        self.expressions(&select.having, &scope);
        for window in &select.named_window {
            match &window.1 {
                NamedWindowExpr::WindowSpec(spec) => self.window(spec, &scope),
                NamedWindowExpr::NamedWindow(_) => {}
            }
        }
        self.order_by_of(order_by, select, &scope);
    }

    /// The relations of a FROM list. Subqueries in it see what is around the list, not their neighbours.
    pub fn scope_of<'o>(&mut self, from: &[TableWithJoins], around: &'o Scope<'o>) -> Scope<'o> {
        let mut scope = Scope::within(around);
        for item in from {
            self.relation(&item.relation, false, &mut scope, around);
            for join in &item.joins {
                let is_left = matches!(join.join_operator, JoinOperator::Left(_) | JoinOperator::LeftOuter(_));
                self.relation(&join.relation, is_left, &mut scope, around);
            }
        }
        scope
    }

    fn relation(&mut self, factor: &TableFactor, may_be_absent: bool, scope: &mut Scope, around: &Scope) {
        match factor {
            TableFactor::Table { name, alias, args: None, .. } => {
                let relation = self.named(name, alias.as_ref(), around);
                scope.relations.extend(relation.map(|it| Relation { may_be_absent, ..it }));
            }
            TableFactor::Derived { lateral, subquery, alias, .. } => {
                self.refuse_if(*lateral, "LATERAL is not known to SQLite");
                self.query(subquery, around);
                let name = alias.as_ref().map(|alias| lower(&alias.name)).unwrap_or_default();
                scope.relations.push(Relation { name, table: None, may_be_absent });
            }
            _ => self.refuse(format!("`{factor}` is no table, no WITH name and no subquery")),
        }
    }

    fn named(&mut self, name: &ObjectName, alias: Option<&TableAlias>, around: &Scope) -> Option<Relation> {
        let table = self.plain_name(name)?;
        let called = alias.map_or_else(|| table.clone(), |alias| lower(&alias.name));
        if around.is_made_by_with(&table) {
            return Some(Relation { name: called, table: None, may_be_absent: false });
        }
        self.table(&table);
        Some(Relation { name: called, table: Some(table), may_be_absent: false })
    }

    /// The table that a statement changes, with its alias.
    pub fn target(&mut self, name: &ObjectName, alias: Option<&str>) -> Option<Relation> {
        let table = self.plain_name(name)?;
        self.table(&table);
        Some(Relation { name: alias.unwrap_or(&table).into(), table: Some(table), may_be_absent: false })
    }

    fn plain_name(&mut self, name: &ObjectName) -> Option<String> {
        match name.0.as_slice() {
            [part] if part.as_ident().is_some() => part.as_ident().map(lower),
            _ => {
                self.refuse(format!("`{name}` is not a plain table name"));
                None
            }
        }
    }

    fn table(&mut self, table: &str) {
        self.reading.tables.insert(table.into());
        if !self.schema.has_table(table) {
            self.refuse(format!("no migration makes the table `{table}`"));
        } else if self.kind == Kind::Account && !self.schema.has_column(table, "account_id") {
            self.refuse(format!("`{table}` has no account_id: only the directory reads and writes it"));
        }
    }

    /// Reads the conditions of a FROM list and its WHERE, and refuses each table that they do not tie to the account.
    pub fn joins(&mut self, from: &[TableWithJoins], scope: &Scope, selection: Option<&Expr>) {
        let mut ties = Ties::new(scope, self.schema);
        if let Some(condition) = selection {
            self.expression(condition, scope);
            ties.require(condition);
        }
        // A target stands before the relations of the list.
        let listed: usize = from.iter().map(|item| 1 + item.joins.len()).sum();
        let mut index = scope.relations.len().saturating_sub(listed);
        for item in from {
            for join in &item.joins {
                index += 1;
                self.join(&join.join_operator, index, scope, &mut ties);
            }
            index += 1;
        }
        self.refuse_loose(ties);
    }

    fn join(&mut self, operator: &JoinOperator, joined: usize, scope: &Scope, ties: &mut Ties) {
        use JoinOperator::{CrossJoin, Inner, Join, Left, LeftOuter};
        match operator {
            Join(JoinConstraint::On(condition)) | Inner(JoinConstraint::On(condition)) => {
                self.expression(condition, scope);
                ties.require(condition);
            }
            Left(JoinConstraint::On(condition)) | LeftOuter(JoinConstraint::On(condition)) => {
                self.expression(condition, scope);
                ties.require_of(joined, condition);
            }
            CrossJoin(JoinConstraint::None) => {}
            _ => self.refuse("a join is JOIN … ON, LEFT JOIN … ON or CROSS JOIN"),
        }
    }

    pub fn refuse_loose(&mut self, ties: Ties) {
        if self.kind == Kind::Directory {
            return;
        }
        for Relation { name, .. } in ties.loose() {
            self.refuse(format!(
                "nothing ties `{name}` to the account: say `{name}.account_id = $1`, or tie it to a tied table, beside no OR"
            ));
        }
    }

    fn order_by_of(&mut self, order_by: Option<&OrderBy>, select: &Select, scope: &Scope) {
        let Some(OrderByKind::Expressions(items)) = order_by.map(|it| &it.kind) else { return };
        let items: Vec<_> = items.iter().map(|item| super::outputs::without_alias(item, &select.projection)).collect();
        self.order(&items, scope);
    }

    fn order_by(&mut self, order_by: Option<&OrderBy>, scope: &Scope) {
        match order_by.map(|it| &it.kind) {
            Some(OrderByKind::Expressions(items)) => self.order(items, scope),
            Some(OrderByKind::All(_)) => self.refuse("ORDER BY ALL is not known to either engine"),
            None => {}
        }
    }

    fn limit(&mut self, limit: Option<&LimitClause>, scope: &Scope) {
        match limit {
            Some(LimitClause::LimitOffset { limit, offset, .. }) => {
                self.expressions(limit, scope);
                self.expressions(offset.iter().map(|offset| &offset.value), scope);
            }
            Some(LimitClause::OffsetCommaLimit { .. }) => self.refuse("`LIMIT a, b` is not PostgreSQL: write OFFSET"),
            None => {}
        }
    }
}
