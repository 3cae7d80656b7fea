//! What a product was configured with at start: known by its type, and handed to handlers that ask for it.
use crate::{
    failure::*,
    input::{Given, Input},
    operation::Shape,
};
use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
    fmt,
    sync::Arc,
};
use storage::Fault;

/// Everything that products were configured with, one of a type.
#[derive(Clone, Default)]
pub struct Provisions(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Provisions {
    /// With this too; it takes the place of another of its type.
    pub fn with<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.0.insert(TypeId::of::<T>(), Arc::new(value));
        self
    }
    /// `None` when nothing of this type was configured.
    pub fn get<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }
    pub(crate) fn has(&self, kind: TypeId) -> bool {
        self.0.contains_key(&kind)
    }
}

impl fmt::Debug for Provisions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} provisions", self.0.len())
    }
}

/// What of this type was configured. The program does not start with an operation that takes what is not there.
pub struct Provided<T>(pub Arc<T>);

impl<T: Send + Sync + 'static> Input for Provided<T> {
    fn describe(shape: &mut Shape) {
        shape.takes.push((TypeId::of::<T>(), type_name::<T>()));
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        let provided = given.provided.get().map(Provided);
        provided.ok_or_else(|| Fault::Broken(format!("no {} is provided", type_name::<T>())).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_provided_is_known_by_its_type_and_the_last_of_a_type_counts() {
        let provisions = Provisions::default().with(1u8).with("one").with(2u8);
        assert_eq!((provisions.get::<u8>().as_deref(), provisions.get::<&str>().as_deref()), (Some(&2), Some(&"one")));
        assert!(provisions.get::<u16>().is_none() && provisions.has(TypeId::of::<u8>()));
    }
}
