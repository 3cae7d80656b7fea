//! What a SELECT list and a RETURNING may hold: cells that have the same type on both engines.
use sqlparser::ast::{BinaryOperator, DataType, Expr, Function, OrderByExpr, SelectItem, UnaryOperator, Value};

/// The function whose result is NUMERIC on PostgreSQL.
pub const SUM: &str = "sum";

/// Why an expression cannot be given back.
pub fn fault(expr: &Expr) -> Option<&'static str> {
    if is_boolean(expr) {
        return Some(
            "a boolean cannot be given back: write CASE WHEN … THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END",
        );
    }
    is_small(expr).then_some("a bare integer is no BIGINT on PostgreSQL: write CAST(… AS BIGINT)")
}

fn is_boolean(expr: &Expr) -> bool {
    use BinaryOperator::{And, Eq, Gt, GtEq, Lt, LtEq, NotEq, Or};
    match expr {
        Expr::Nested(inner) => is_boolean(inner),
        Expr::BinaryOp { op, .. } => matches!(op, And | Eq | Gt | GtEq | Lt | LtEq | NotEq | Or),
        Expr::UnaryOp { op, .. } => *op == UnaryOperator::Not,
        Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..) => true,
        Expr::In { .. } | Expr::Between { .. } | Expr::Exists { .. } => true,
        Expr::Case { .. } => results(expr).any(is_boolean),
        _ => false,
    }
}

/// Whether PostgreSQL gives it four bytes.
fn is_small(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) | Expr::UnaryOp { op: UnaryOperator::Minus, expr: inner } => is_small(inner),
        Expr::Value(value) => matches!(value.value, Value::Number(..)),
        Expr::BinaryOp { left, right, .. } => is_small(left) && is_small(right),
        Expr::Function(function) => name(function) == "length",
        Expr::Cast { data_type, .. } => matches!(data_type, DataType::Int(_) | DataType::Integer(_)),
        Expr::Case { .. } => results(expr).any(is_small) && results(expr).all(|it| is_small(it) || is_null(it)),
        _ => false,
    }
}

fn results(case: &Expr) -> Box<dyn Iterator<Item = &Expr> + '_> {
    match case {
        Expr::Case { conditions, else_result, .. } => {
            Box::new(conditions.iter().map(|it| &it.result).chain(else_result.as_deref()))
        }
        _ => Box::new(std::iter::empty()),
    }
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if value.value == Value::Null)
}

/// Whether an expression is a placeholder, with a cast or without.
pub fn is_placeholder(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => is_placeholder(inner),
        Expr::Value(value) => matches!(value.value, Value::Placeholder(_)),
        _ => false,
    }
}

/// The name of a function in small letters.
pub fn name(function: &Function) -> String {
    function.name.to_string().to_lowercase()
}

/// An entry of ORDER BY with the expression that its name stands for in the SELECT list.
pub fn without_alias(item: &OrderByExpr, projection: &[SelectItem]) -> OrderByExpr {
    let Expr::Identifier(name) = &item.expr else { return item.clone() };
    let named = projection.iter().find_map(|output| match output {
        SelectItem::ExprWithAlias { expr, alias } if alias.value.eq_ignore_ascii_case(&name.value) => Some(expr),
        _ => None,
    });
    OrderByExpr { expr: named.unwrap_or(&item.expr).clone(), ..item.clone() }
}
