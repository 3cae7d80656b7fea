//! The tables that the migrations make, as far as statements are held against them.
use crate::fault::{Fault, Result};
use sqlparser::{
    ast::{
        AlterTable, AlterTableOperation, ColumnDef, ColumnOption, CreateTable, Expr, ObjectName, Statement,
        TableConstraint,
    },
    dialect::PostgreSqlDialect,
    parser::Parser,
};
use std::collections::BTreeMap;

/// Tables by name, their columns by name, and of each column whether it is never null.
#[derive(Default)]
pub struct Schema(BTreeMap<String, BTreeMap<String, bool>>);

impl Schema {
    /// Adds what one migration changes. Migrations are added in their order.
    ///
    /// # Errors
    /// When the text does not parse.
    pub fn add(&mut self, migration: &str) -> Result<()> {
        let statements = Parser::parse_sql(&PostgreSqlDialect {}, migration);
        for statement in statements.map_err(|error| Fault::new(format!("a migration does not parse: {error}")))? {
            match statement {
                Statement::CreateTable(table) => self.create(&table),
                Statement::AlterTable(change) => self.alter(&change),
                Statement::Drop { names, .. } => {
                    self.0.retain(|name, _| !names.iter().map(lower).any(|gone| gone == *name))
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub fn has_table(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }

    pub fn has_column(&self, table: &str, column: &str) -> bool {
        self.0.get(table).is_some_and(|columns| columns.contains_key(column))
    }

    pub fn is_never_null(&self, table: &str, column: &str) -> bool {
        self.0.get(table).and_then(|columns| columns.get(column)).is_some_and(|never| *never)
    }

    fn create(&mut self, table: &CreateTable) {
        let keys: Vec<String> = table.constraints.iter().flat_map(primary_key).collect();
        let columns = table.columns.iter().map(column).map(|(name, never)| {
            let never = never || keys.contains(&name);
            (name, never)
        });
        self.0.insert(lower(&table.name), columns.collect());
    }

    fn alter(&mut self, change: &AlterTable) {
        let Some(columns) = self.0.get_mut(&lower(&change.name)) else { return };
        for operation in &change.operations {
            match operation {
                AlterTableOperation::AddColumn { column_def, .. } => columns.extend([column(column_def)]),
                AlterTableOperation::DropColumn { column_names, .. } => {
                    columns.retain(|name, _| !column_names.iter().any(|gone| gone.value.eq_ignore_ascii_case(name)));
                }
                _ => {}
            }
        }
    }
}

fn lower(name: &ObjectName) -> String {
    name.to_string().to_lowercase()
}

fn column(column: &ColumnDef) -> (String, bool) {
    let never_null =
        column.options.iter().any(|it| matches!(it.option, ColumnOption::NotNull | ColumnOption::PrimaryKey(_)));
    (column.name.value.to_lowercase(), never_null)
}

fn primary_key(constraint: &TableConstraint) -> Vec<String> {
    let TableConstraint::PrimaryKey(key) = constraint else { return Vec::new() };
    let names = key.columns.iter().filter_map(|it| match &it.column.expr {
        Expr::Identifier(name) => Some(name.value.to_lowercase()),
        _ => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_never_null_when_declared_so_or_part_of_the_primary_key() {
        let mut schema = Schema::default();
        schema.add("CREATE TABLE t (a TEXT, b TEXT NOT NULL, c TEXT, d TEXT, PRIMARY KEY (a))").unwrap();
        schema.add("ALTER TABLE t ADD COLUMN e BIGINT NOT NULL DEFAULT 0; ALTER TABLE t DROP COLUMN d").unwrap();
        let never: Vec<_> = ["a", "b", "c", "e"].map(|column| schema.is_never_null("t", column)).into();
        assert_eq!(never, [true, true, false, true]);
        assert!(schema.has_column("t", "c") && !schema.has_column("t", "d"));
    }

    #[test]
    fn a_dropped_table_is_gone() {
        let mut schema = Schema::default();
        schema.add("CREATE TABLE t (a TEXT); DROP TABLE t").unwrap();
        assert!(!schema.has_table("t"));
    }
}
