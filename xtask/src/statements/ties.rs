//! Which relations of a scope are held to the account: by `account_id = $1`, or by the `account_id` of one that is.
use super::{
    schema::Schema,
    scope::{Place, Relation, Scope, column},
};
use sqlparser::ast::{BinaryOperator, Expr, Value};

/// What the conditions of one scope say about the account ids of its relations.
pub struct Ties<'s> {
    scope: &'s Scope<'s>,
    schema: &'s Schema,
    tied: Vec<bool>,
    /// `(from, to)`: when the first is tied, so is the second.
    links: Vec<(usize, usize)>,
}

enum Side {
    Account,
    Relation(usize),
    Other,
}

impl<'s> Ties<'s> {
    pub fn new(scope: &'s Scope<'s>, schema: &'s Schema) -> Self {
        Ties { scope, schema, tied: vec![false; scope.relations.len()], links: Vec::new() }
    }

    /// A condition that every row of the result meets: of WHERE, or of an inner join.
    pub fn require(&mut self, condition: &Expr) {
        for (left, right) in self.equalities(condition) {
            match (left, right) {
                (Side::Account, Side::Relation(index)) | (Side::Relation(index), Side::Account) => self.tie(index),
                (Side::Relation(left), Side::Relation(right)) => self.links.extend([(left, right), (right, left)]),
                _ => {}
            }
        }
    }

    /// The condition of a LEFT JOIN: it says something about the rows of its right side only.
    pub fn require_of(&mut self, joined: usize, condition: &Expr) {
        for (left, right) in self.equalities(condition) {
            match (left, right) {
                (Side::Account, Side::Relation(index)) | (Side::Relation(index), Side::Account) if index == joined => {
                    self.tie(index);
                }
                (Side::Relation(left), Side::Relation(right)) if right == joined => self.links.push((left, right)),
                (Side::Relation(left), Side::Relation(right)) if left == joined => self.links.push((right, left)),
                _ => {}
            }
        }
    }

    /// The tables that nothing ties.
    pub fn loose(mut self) -> Vec<&'s Relation> {
        while let Some(next) = self.reached() {
            self.tie(next);
        }
        let relations = self.scope.relations.iter().zip(self.tied);
        relations.filter(|(relation, tied)| relation.table.is_some() && !tied).map(|(relation, _)| relation).collect()
    }

    fn reached(&self) -> Option<usize> {
        let is_tied = |index: &usize| self.tied.get(*index).is_some_and(|tied| *tied);
        self.links.iter().find(|(from, to)| is_tied(from) && !is_tied(to)).map(|(_, to)| *to)
    }

    fn tie(&mut self, index: usize) {
        if let Some(tied) = self.tied.get_mut(index) {
            *tied = true;
        }
    }

    /// Both sides of each top-level `… = …`.
    fn equalities(&self, condition: &Expr) -> Vec<(Side, Side)> {
        match condition {
            Expr::Nested(inner) => self.equalities(inner),
            Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
                let mut both = self.equalities(left);
                both.extend(self.equalities(right));
                both
            }
            Expr::BinaryOp { left, op: BinaryOperator::Eq, right } => vec![(self.side(left), self.side(right))],
            _ => Vec::new(),
        }
    }

    fn side(&self, expr: &Expr) -> Side {
        if is_account(expr) {
            return Side::Account;
        }
        let Some(column) = column(expr).filter(|it| it.name == "account_id") else { return Side::Other };
        match self.scope.find(&column, self.schema) {
            Some(Place::Here(index)) if self.is_table(index) => Side::Relation(index),
            // A table of the statement around this one is held to the account there.
            Some(Place::Around(relation)) if relation.table.is_some() => Side::Account,
            _ => Side::Other,
        }
    }

    fn is_table(&self, index: usize) -> bool {
        self.scope.relations.get(index).is_some_and(|relation| relation.table.is_some())
    }
}

/// Whether an expression is `$1`.
pub fn is_account(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_account(inner),
        Expr::Value(value) => matches!(&value.value, Value::Placeholder(name) if name == "$1"),
        _ => false,
    }
}
