//! Reads INSERT, UPDATE and DELETE.
use super::{
    reader::{Kind, Reader},
    scope::{Relation, Scope, lower},
    ties::{Ties, is_account},
};
use sqlparser::ast::{
    Assignment, AssignmentTarget, ConflictTarget, Delete, DoUpdate, FromTable, Insert, ObjectName, OnConflict,
    OnConflictAction, OnInsert, SetExpr, TableFactor, TableObject, TableWithJoins, Update, UpdateTableFromKind,
};

impl Reader<'_> {
    pub fn insert(&mut self, insert: &Insert, around: &Scope) {
        let TableObject::TableName(name) = &insert.table else {
            return self.refuse("INSERT names a table");
        };
        let alias = insert.table_alias.as_ref().map(|alias| lower(&alias.alias));
        let Some(target) = self.target(name, alias.as_deref()) else { return };
        let mut scope = Scope::within(around);
        scope.relations.push(target);
        if insert.or.is_some() || insert.replace_into {
            self.refuse("OR REPLACE and OR IGNORE are not PostgreSQL: write ON CONFLICT");
        }
        self.rows(insert, &scope);
        match &insert.on {
            Some(OnInsert::OnConflict(conflict)) => self.conflict(conflict, &mut scope),
            Some(_) => self.refuse("ON DUPLICATE KEY is not known to either engine: write ON CONFLICT"),
            None => {}
        }
        self.outputs(insert.returning.as_deref().unwrap_or_default(), &scope);
    }

    fn rows(&mut self, insert: &Insert, scope: &Scope) {
        let source = insert.source.as_ref().filter(|query| query.with.is_none() && query.order_by.is_none());
        let Some(SetExpr::Values(values)) = source.map(|query| query.body.as_ref()) else {
            return self.refuse("INSERT takes VALUES, and no SELECT");
        };
        let subqueries = self.subqueries;
        for row in &values.rows {
            row.iter().for_each(|cell| self.expression(cell, scope));
            if self.kind == Kind::Account && !row.first().is_some_and(is_account) {
                self.refuse("every row of VALUES begins with $1");
            }
        }
        if self.subqueries > subqueries {
            self.refuse("INSERT takes VALUES, and no SELECT");
        }
        if self.kind == Kind::Account && !insert.columns.first().is_some_and(is_account_id) {
            self.refuse("the columns of an INSERT are written out, account_id first");
        }
    }

    fn conflict(&mut self, conflict: &OnConflict, scope: &mut Scope) {
        if matches!(conflict.conflict_target, Some(ConflictTarget::OnConstraint(_))) {
            self.refuse("ON CONSTRAINT is not known to SQLite: name the columns");
        }
        if let OnConflictAction::DoUpdate(change) = &conflict.action {
            self.conflicting_row(conflict, change, scope);
            scope.relations.push(Relation { name: "excluded".into(), table: None, may_be_absent: false });
            self.assignments(&change.assignments, scope);
            self.expressions(&change.selection, scope);
        }
    }

    /// The row that stands in the way is of the same account when the unique columns begin with it.
    fn conflicting_row(&mut self, conflict: &OnConflict, change: &DoUpdate, scope: &Scope) {
        if let Some(ConflictTarget::Columns { columns, .. }) = &conflict.conflict_target
            && columns.iter().any(|column| lower(column) == "account_id")
        {
            return;
        }
        let mut ties = Ties::new(scope, self.schema);
        change.selection.iter().for_each(|condition| ties.require(condition));
        self.refuse_loose(ties);
    }

    pub fn update(&mut self, update: &Update, around: &Scope) {
        let from = match &update.from {
            Some(UpdateTableFromKind::AfterSet(from)) => from.as_slice(),
            Some(UpdateTableFromKind::BeforeSet(_)) => return self.refuse("FROM stands after SET"),
            None => &[],
        };
        if update.or.is_some() {
            self.refuse("UPDATE OR … is not PostgreSQL");
        }
        let Some(scope) = self.scope_of_change(&update.table, from, around) else { return };
        self.joins(from, &scope, update.selection.as_ref());
        self.assignments(&update.assignments, &scope);
        self.outputs(update.returning.as_deref().unwrap_or_default(), &scope);
    }

    pub fn delete(&mut self, delete: &Delete, around: &Scope) {
        if delete.using.is_some() {
            self.refuse("DELETE … USING is not known to SQLite: write IN (SELECT …)");
        }
        if !delete.order_by.is_empty() || delete.limit.is_some() {
            self.refuse("DELETE … LIMIT is not PostgreSQL: write IN (SELECT … LIMIT …)");
        }
        let FromTable::WithFromKeyword(from) = &delete.from else {
            return self.refuse("DELETE is written with FROM");
        };
        let [target] = from.as_slice() else {
            return self.refuse("DELETE names one table");
        };
        let Some(scope) = self.scope_of_change(target, &[], around) else { return };
        self.joins(&[], &scope, delete.selection.as_ref());
        self.outputs(delete.returning.as_deref().unwrap_or_default(), &scope);
    }

    fn scope_of_change<'o>(
        &mut self,
        target: &TableWithJoins,
        from: &[TableWithJoins],
        around: &'o Scope<'o>,
    ) -> Option<Scope<'o>> {
        let TableFactor::Table { name, alias, .. } = &target.relation else {
            self.refuse("a change names one table");
            return None;
        };
        if !target.joins.is_empty() {
            self.refuse("a change names one table: further ones stand in FROM");
        }
        let alias = alias.as_ref().map(|alias| lower(&alias.name));
        let target = self.target(name, alias.as_deref())?;
        let mut scope = self.scope_of(from, around);
        scope.relations.insert(0, target);
        Some(scope)
    }

    fn assignments(&mut self, assignments: &[Assignment], scope: &Scope) {
        for assignment in assignments {
            let columns = match &assignment.target {
                AssignmentTarget::ColumnName(column) => std::slice::from_ref(column),
                AssignmentTarget::Tuple(columns) => columns.as_slice(),
            };
            if self.kind == Kind::Account && columns.iter().any(is_account_id) {
                self.refuse("the account_id of a row never changes: moving is a DELETE and an INSERT");
            }
            self.expression(&assignment.value, scope);
        }
    }
}

fn is_account_id(column: &ObjectName) -> bool {
    column.0.last().and_then(|part| part.as_ident()).is_some_and(|name| lower(name) == "account_id")
}
