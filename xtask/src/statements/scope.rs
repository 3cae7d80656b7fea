//! What the names in a statement stand for: the relations of one SELECT, UPDATE or DELETE and of those around it.
use super::schema::Schema;
use sqlparser::ast::{BinaryOperator, Expr, Ident};

/// One entry of a FROM list.
pub struct Relation {
    /// Its alias, or the table's own name.
    pub name: String,
    /// None for a subquery or a `WITH` name: its own text is held to the account.
    pub table: Option<String>,
    /// It stands right of a LEFT JOIN, so that its columns may be null.
    pub may_be_absent: bool,
}

/// The relations that a name is looked up in, innermost first.
#[derive(Default)]
pub struct Scope<'o> {
    pub relations: Vec<Relation>,
    /// Names made by `WITH` at this level.
    pub with: Vec<String>,
    /// Columns, as written, that WHERE compares with something: no row of the result holds null there.
    pub compared: Vec<String>,
    pub outer: Option<&'o Scope<'o>>,
}

/// A column as it is written.
pub struct Column {
    pub qualifier: Option<String>,
    pub name: String,
}

/// Where a column was found.
pub enum Place<'s> {
    /// In this scope: the index of its relation.
    Here(usize),
    /// In one around it.
    Around(&'s Relation),
}

impl<'o> Scope<'o> {
    pub fn within(outer: &'o Scope<'o>) -> Self {
        Scope { outer: Some(outer), ..Scope::default() }
    }

    pub fn is_made_by_with(&self, name: &str) -> bool {
        self.with.iter().any(|it| it == name) || self.outer.is_some_and(|outer| outer.is_made_by_with(name))
    }

    /// The relation a column belongs to; none when that cannot be said for certain.
    pub fn find(&self, column: &Column, schema: &Schema) -> Option<Place<'_>> {
        match self.candidates(column, schema).as_slice() {
            [index] => return Some(Place::Here(*index)),
            [] => {}
            _ => return None,
        }
        if column.qualifier.is_none() && self.relations.iter().any(|it| it.table.is_none()) {
            return None;
        }
        let outer = self.outer?;
        match outer.find(column, schema)? {
            Place::Here(index) => outer.relations.get(index).map(Place::Around),
            around => Some(around),
        }
    }

    fn candidates(&self, column: &Column, schema: &Schema) -> Vec<usize> {
        let fits = |relation: &Relation| match (&column.qualifier, &relation.table) {
            (Some(qualifier), _) => relation.name == *qualifier,
            (None, Some(table)) => schema.has_column(table, &column.name),
            (None, None) => false,
        };
        self.relations.iter().enumerate().filter(|(_, it)| fits(it)).map(|(index, _)| index).collect()
    }

    /// Whether an expression is a column that never holds null here.
    pub fn is_never_null(&self, expr: &Expr, schema: &Schema) -> bool {
        if self.compared.contains(&expr.to_string()) {
            return true;
        }
        let Some(column) = column(expr) else { return false };
        let relation = match self.find(&column, schema) {
            Some(Place::Here(index)) => self.relations.get(index),
            Some(Place::Around(relation)) => Some(relation),
            None => None,
        };
        let Some(Relation { table: Some(table), may_be_absent: false, .. }) = relation else { return false };
        schema.is_never_null(table, &column.name)
    }
}

/// The column an expression consists of, if it is one.
pub fn column(expr: &Expr) -> Option<Column> {
    match expr {
        Expr::Nested(inner) => column(inner),
        Expr::Identifier(name) => Some(Column { qualifier: None, name: lower(name) }),
        Expr::CompoundIdentifier(parts) => match parts.as_slice() {
            [qualifier, name] => Some(Column { qualifier: Some(lower(qualifier)), name: lower(name) }),
            _ => None,
        },
        _ => None,
    }
}

/// The columns that a condition compares with something in one of its top-level conjuncts.
pub fn compared(condition: &Expr) -> Vec<String> {
    use BinaryOperator::{And, Eq, Gt, GtEq, Lt, LtEq, NotEq};
    match condition {
        Expr::Nested(inner) => compared(inner),
        Expr::BinaryOp { left, op: And, right } => [compared(left), compared(right)].concat(),
        Expr::BinaryOp { left, op: Eq | Gt | GtEq | Lt | LtEq | NotEq, right } => {
            [left, right].into_iter().filter(|side| column(side).is_some()).map(ToString::to_string).collect()
        }
        Expr::IsNotNull(inner) => vec![inner.to_string()],
        _ => Vec::new(),
    }
}

pub fn lower(name: &Ident) -> String {
    name.value.to_lowercase()
}
