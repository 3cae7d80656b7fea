//! Reads expressions. What is not named here is not part of the SQL that both engines share.
use super::{
    outputs::{self, SUM},
    reader::Reader,
    scope::Scope,
};
use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, InTarget,
    OrderByExpr, Query, SelectItem, SetExpr, UnaryOperator, Value, WindowSpec, WindowType,
};

/// Functions that mean the same on both engines. `max` and `min` take one argument.
const FUNCTIONS: [&str; 17] = [
    "abs",
    "coalesce",
    "count",
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "length",
    "lower",
    "max",
    "min",
    "nullif",
    "rank",
    "replace",
    "row_number",
    "upper",
];

impl Reader<'_> {
    pub fn expressions<'e>(&mut self, expressions: impl IntoIterator<Item = &'e Expr>, scope: &Scope) {
        expressions.into_iter().for_each(|expr| self.expression(expr, scope));
    }

    pub fn expression(&mut self, expr: &Expr, scope: &Scope) {
        match expr {
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {}
            Expr::Value(value) => self.value(&value.value),
            Expr::Nested(inner) => self.expression(inner, scope),
            Expr::UnaryOp { op: UnaryOperator::Not | UnaryOperator::Minus, expr } => self.expression(expr, scope),
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => self.null_test(inner, scope),
            Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
                self.expressions([left.as_ref(), right.as_ref()], scope);
            }
            Expr::BinaryOp { left, op, right } => {
                self.operator(op);
                self.expressions([left.as_ref(), right.as_ref()], scope);
            }
            Expr::Between { expr, low, high, .. } => {
                self.expressions([expr.as_ref(), low.as_ref(), high.as_ref()], scope);
            }
            Expr::Tuple(items) => self.expressions(items, scope),
            Expr::In { expr, target, .. } => self.membership(expr, target, scope),
            Expr::Exists { subquery, .. } => self.existence(subquery, scope),
            Expr::Subquery(query) => self.subquery(query, scope),
            Expr::Case { operand, conditions, else_result, .. } => {
                self.expressions(operand.iter().chain(else_result).map(AsRef::as_ref), scope);
                self.expressions(conditions.iter().flat_map(|case| [&case.condition, &case.result]), scope);
            }
            Expr::Cast { kind, expr, data_type, .. } => self.cast(kind, expr, data_type, scope),
            Expr::Function(function) => self.function(function, scope),
            Expr::Like { .. } | Expr::ILike { .. } => {
                self.refuse("LIKE is not used: the engines fold case differently")
            }
            _ => self.refuse(format!("`{expr}` is not part of the SQL that both engines share")),
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Number(..) | Value::SingleQuotedString(_) | Value::Null => {}
            Value::Placeholder(name) if is_numbered(name) => {}
            Value::Placeholder(name) => self.refuse(format!("the placeholder `{name}` is written `$n`")),
            Value::Boolean(_) => self.refuse("flags are 0 and 1: TRUE and FALSE are not used"),
            _ => self.refuse(format!("the literal `{value}` is not part of the SQL that both engines share")),
        }
    }

    fn operator(&mut self, op: &BinaryOperator) {
        use BinaryOperator::{
            And, Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Or, Plus, StringConcat,
        };
        if !matches!(
            op,
            And | Divide | Eq | Gt | GtEq | Lt | LtEq | Minus | Modulo | Multiply | NotEq | Or | Plus | StringConcat
        ) {
            self.refuse(format!("the operator `{op}` is not part of the SQL that both engines share"));
        }
    }

    fn null_test(&mut self, inner: &Expr, scope: &Scope) {
        if outputs::is_placeholder(inner) {
            self.refuse("`$n IS NULL OR …` hides two statements in one: write two texts");
        }
        self.expression(inner, scope);
    }

    fn membership(&mut self, expr: &Expr, target: &InTarget, scope: &Scope) {
        self.expression(expr, scope);
        match target {
            InTarget::List(items) => self.expressions(items, scope),
            InTarget::Subquery(query) => self.subquery(query, scope),
            _ => self.refuse("IN takes a list or a SELECT"),
        }
    }

    fn subquery(&mut self, query: &Query, scope: &Scope) {
        self.subqueries += 1;
        self.query(query, scope);
    }

    /// What an EXISTS selects has no type that matters: `SELECT 1` is the way to write it.
    fn existence(&mut self, query: &Query, scope: &Scope) {
        let mut query = query.clone();
        if let SetExpr::Select(select) = query.body.as_mut() {
            select.projection.retain(|item| !matches!(item, SelectItem::UnnamedExpr(Expr::Value(_))));
        }
        self.subquery(&query, scope);
    }

    fn cast(&mut self, kind: &CastKind, expr: &Expr, data_type: &DataType, scope: &Scope) {
        if *kind != CastKind::Cast {
            self.refuse("`::` is not known to SQLite: write CAST(… AS …)");
        }
        match (data_type, expr) {
            (DataType::BigInt(None), Expr::Function(function)) if outputs::name(function) == SUM => {
                self.call(function, scope);
            }
            (DataType::BigInt(None) | DataType::Text, _) => self.expression(expr, scope),
            _ => self.refuse("CAST makes a BIGINT or a TEXT"),
        }
    }

    fn function(&mut self, function: &Function, scope: &Scope) {
        let name = outputs::name(function);
        match name.as_str() {
            SUM => self.refuse("a bare sum() has another type on each engine: write CAST(sum(n) AS BIGINT)"),
            "now" | "current_timestamp" | "current_date" | "current_time" | "localtimestamp" | "localtime" => {
                self.refuse("time is a parameter, never now()");
            }
            "random" => self.refuse("randomness is a parameter, never random()"),
            name if name.starts_with("json") => self.refuse("JSON is read and written in Rust only"),
            name if !FUNCTIONS.contains(&name) => {
                self.refuse(format!("the function `{name}` is not part of the SQL that both engines share"));
            }
            _ => {}
        }
        self.call(function, scope);
        if matches!(name.as_str(), "max" | "min") && arguments(function).len() != 1 {
            self.refuse(format!("`{name}` of several values is not PostgreSQL: write CASE"));
        }
    }

    /// Everything of a call but its name.
    fn call(&mut self, function: &Function, scope: &Scope) {
        for argument in arguments(function) {
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.expression(expr, scope),
                FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => {}
                _ => self.refuse(format!("the argument `{argument}` is not part of the SQL that both engines share")),
            }
        }
        if !function.within_group.is_empty() || has_clauses(function) {
            self.refuse("WITHIN GROUP and ORDER BY inside a call are not known to SQLite");
        }
        self.expressions(function.filter.as_deref(), scope);
        if let Some(WindowType::WindowSpec(spec)) = &function.over {
            self.window(spec, scope);
        }
    }

    pub fn window(&mut self, spec: &WindowSpec, scope: &Scope) {
        self.expressions(&spec.partition_by, scope);
        self.order(&spec.order_by, scope);
    }

    pub fn order(&mut self, items: &[OrderByExpr], scope: &Scope) {
        for item in items {
            self.expression(&item.expr, scope);
            if item.options.nulls_first.is_none() && !scope.is_never_null(&item.expr, self.schema) {
                self.refuse(format!(
                    "`{}` may be null, and the engines sort nulls differently: write NULLS FIRST or LAST",
                    item.expr
                ));
            }
        }
    }

    /// What a statement gives back.
    pub fn outputs(&mut self, items: &[SelectItem], scope: &Scope) {
        for item in items {
            match item {
                SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } => {
                    self.expression(expr, scope);
                    outputs::fault(expr).into_iter().for_each(|fault| self.refuse(fault));
                }
                SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..) => {
                    self.refuse("`*` changes with the table: name the columns");
                }
                SelectItem::ExprWithAliases { .. } => self.refuse("one expression has one name"),
            }
        }
    }
}

fn is_numbered(placeholder: &str) -> bool {
    placeholder.strip_prefix('$').is_some_and(|number| number.parse::<u16>().is_ok_and(|number| number > 0))
}

fn arguments(function: &Function) -> &[FunctionArg] {
    match &function.args {
        FunctionArguments::List(list) => &list.args,
        _ => &[],
    }
}

fn has_clauses(function: &Function) -> bool {
    matches!(&function.args, FunctionArguments::List(list) if !list.clauses.is_empty())
}
