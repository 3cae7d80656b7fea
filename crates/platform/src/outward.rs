//! HTTP to other machines. It is handed in: a test is the other machine.
use crate::{
    input::{Given, Input},
    operation::Shape,
};
use http::{Request, Response};
use std::{ops::Deref, sync::Arc};

/// Sends requests to other machines, each to where it says and nowhere else.
pub trait Outward: Send + Sync {
    /// The whole answer, whatever its status. It blocks for some seconds at most.
    ///
    /// # Errors
    /// In words, without anything of the request: no answer, or one that is too long.
    fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>;
}

/// Nothing outside answers: for platforms that serve nobody.
pub struct Nowhere;

impl Outward for Nowhere {
    fn send(&self, _: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
        Err("nothing is asked from here".to_owned())
    }
}

/// Other machines, for work beside transactions.
#[derive(Clone)]
pub struct Outside(pub(crate) Arc<dyn Outward>);

impl Outside {
    pub fn of(outward: impl Outward + 'static) -> Self {
        Outside(Arc::new(outward))
    }
}

impl Deref for Outside {
    type Target = dyn Outward;
    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl Input for Outside {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> crate::failure::Result<Self> {
        Ok(given.outside.clone())
    }
}
