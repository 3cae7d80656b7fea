//! Bodies and answers that have one of several forms, made of tables and not of types. Which form a call is about, its
//! handler knows.
use crate::{
    failure::Result,
    input::{Given, Input},
    operation::Shape,
    output::View,
    schema::{Declared, Schema},
};
use serde_json::{Value, json};
use std::marker::PhantomData;

/// Several forms, by their schemas.
pub trait Forms: 'static {
    /// The name in the document.
    const NAME: &'static str;
    /// One at least, each with a `title` of its own.
    fn schemas() -> Vec<Value>;
}

/// Declares [`Forms`] by name, each with an expression for its schemas.
#[macro_export]
macro_rules! forms {
    ($($visibility:vis struct $name:ident: $schemas:expr;)*) => { $(
        $visibility struct $name;
        impl $crate::Forms for $name {
            const NAME: &'static str = stringify!($name);
            fn schemas() -> Vec<serde_json::Value> {
                $schemas
            }
        }
    )* };
}

/// A body in one of the forms. It is an object; the handler holds it to the form that it is about.
pub struct FormBody<F> {
    /// An object; no field of it was held to a schema.
    pub value: Value,
    forms: PhantomData<fn() -> F>,
}

impl<F: Forms> Input for FormBody<F> {
    fn describe(shape: &mut Shape) {
        shape.body = Some(Declared::new(|| Schema::of_forms(F::NAME, any_of::<F>(), &F::schemas())));
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(FormBody { value: given.inputs.body.clone(), forms: PhantomData })
    }
}

/// An answer in one of the forms.
pub struct FormView<F>(PhantomData<fn() -> F>);

impl<F: Forms> View for FormView<F> {
    type Row<'r> = Value;
    const NAME: &'static str = F::NAME;
    fn schema() -> Value {
        any_of::<F>()
    }
}

fn any_of<F: Forms>() -> Value {
    let mut forms = F::schemas();
    match forms.as_mut_slice() {
        [only] => only.take(),
        _ => json!({"title": F::NAME, "type": "object", "anyOf": forms}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    forms! {
        struct One: vec![json!({"title": "Only", "type": "object", "properties": {"a": {"type": "boolean"}}})];
        struct Two: [One::schemas(), vec![json!({"title": "Other", "type": "object", "properties": {}})]].concat();
        struct Broken: vec![json!({"type": "object", "patternProperties": {}})];
    }

    #[test]
    fn a_single_form_stands_alone_and_several_beside_each_other() {
        assert_eq!(FormView::<One>::schema()["title"], "Only");
        let two = FormView::<Two>::schema();
        assert_eq!((&two["title"], &two["anyOf"][1]["title"]), (&json!("Two"), &json!("Other")));
    }

    #[test]
    fn a_body_is_an_object_whatever_its_form_is() {
        let mut shape = Shape::default();
        FormBody::<Two>::describe(&mut shape);
        let schema = shape.body.as_ref().unwrap().schema().unwrap();
        let refused = |mut value: Value| {
            let mut faults = Vec::new();
            schema.conform(&mut value, &mut faults);
            faults.len()
        };
        assert_eq!((refused(json!({"a": "its handler refuses it"})), refused(json!([]))), (0, 1));
    }

    #[test]
    fn a_form_that_cannot_be_followed_is_a_fault() {
        let mut shape = Shape::default();
        FormBody::<Broken>::describe(&mut shape);
        assert!(shape.body.unwrap().schema().is_err());
    }
}
