//! Handlers with their types erased: what a declaration takes a function for, and how its inputs reach it.
use crate::{
    failure::*,
    input::*,
    operation::Shape,
    output::{Answer, Output},
};
use std::sync::Arc;
use storage::{Directory, Tenant};

/// Work that must not hold a transaction, made from what a reader saw.
pub type Work = Box<dyn FnOnce() -> Result<Ready> + Send>;

/// What a preparation comes to: work, or that there is none this time.
pub enum Task {
    Done(Ready),
    Work(Work),
}

/// What a preparation returns: work that makes a `T` ready, or perhaps such work, which makes an `Option<T>` ready.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no work",
    label = "expected `impl FnOnce() -> Result<T>`, or an `Option` of it"
)]
pub trait Works<T> {
    /// What is kept of it.
    fn erase(self) -> Task;
}

impl<W, T> Works<T> for W
where
    W: FnOnce() -> Result<T> + Send + 'static,
    T: Send + Sync + 'static,
{
    fn erase(self) -> Task {
        Task::Work(Box::new(move || Ok(Arc::new(self()?))))
    }
}

impl<W, T> Works<Option<T>> for Option<W>
where
    W: FnOnce() -> Result<T> + Send + 'static,
    T: Send + Sync + 'static,
{
    fn erase(self) -> Task {
        match self {
            Some(work) => (move || work().map(Some)).erase(),
            None => Task::Done(Arc::new(None::<T>)),
        }
    }
}

type Reader = Box<dyn Fn(&Tenant<'_>, &Given<'_>) -> Result<Answer> + Send + Sync>;
type Writer = Box<dyn Fn(&mut Tenant<'_>, &Given<'_>) -> Result<Answer> + Send + Sync>;
type DirectoryReader = Box<dyn Fn(&Directory<'_>, &Given<'_>) -> Result<Answer> + Send + Sync>;
type DirectoryWriter = Box<dyn Fn(&mut Directory<'_>, &Given<'_>) -> Result<Answer> + Send + Sync>;
type Before = Box<dyn Fn(&Tenant<'_>, &Given<'_>) -> Result<Task> + Send + Sync>;
type DirectoryBefore = Box<dyn Fn(&Directory<'_>, &Given<'_>) -> Result<Task> + Send + Sync>;

/// A handler with its types erased. Whether it writes is said by its first argument.
pub(crate) enum Run {
    Read(Reader),
    Write(Writer),
    ReadAll(DirectoryReader),
    WriteAll(DirectoryWriter),
}

/// What makes something ready before the transaction.
pub(crate) enum Prepare {
    Nothing,
    InAccount(Before),
    InDirectory(DirectoryBefore),
}

/// What a declaration keeps of a handler.
pub struct Erased {
    pub(crate) shape: Shape,
    pub(crate) run: Run,
}

/// A handler that only reads: it sees one snapshot.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot answer a GET",
    label = "expected `fn(&Tenant, Path<_> | Query<_> | Paging<_>, …) -> Result<impl Output>`"
)]
pub trait Reads<A> {
    /// What a declaration keeps of it.
    fn erase(self) -> Erased;
}
/// A handler that changes: it runs in one transaction, which is committed when it returns `Ok`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot answer this method",
    label = "expected `fn(&mut Tenant, Path<_> | Query<_> | Body<_>, …) -> Result<impl Output>`"
)]
pub trait Writes<A> {
    /// What a declaration keeps of it.
    fn erase(self) -> Erased;
}
/// A function that makes something ready before the transaction.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot prepare an operation",
    label = "expected `fn(&Tenant, Path<_> | Query<_> | Body<_>, …) -> Result<impl FnOnce() -> Result<T>>`, or an `Option` of the work"
)]
pub trait Prepares<A, T> {
    /// What a declaration keeps of it.
    fn erase(self) -> Preparation;
}
/// Opaque: a preparation with its types erased.
pub struct Preparation(pub(crate) Prepare);

/// Marks the arguments of handlers that hold a directory instead of a tenant.
pub struct OfDirectory<A>(std::marker::PhantomData<A>);

macro_rules! handlers {
    ($(($($arg:ident)*))*) => { $(
        handlers!(@one Reads, ($($arg,)*), Read, &Tenant<'_>, $($arg)*);
        handlers!(@one Writes, ($($arg,)*), Write, &mut Tenant<'_>, $($arg)*);
        handlers!(@one Reads, OfDirectory<($($arg,)*)>, ReadAll, &Directory<'_>, $($arg)*);
        handlers!(@one Writes, OfDirectory<($($arg,)*)>, WriteAll, &mut Directory<'_>, $($arg)*);
        handlers!(@before ($($arg,)*), InAccount, Tenant, $($arg)*);
        handlers!(@before OfDirectory<($($arg,)*)>, InDirectory, Directory, $($arg)*);
    )* };
    (@one $trait:ident, $marker:ty, $run:ident, $first:ty, $($arg:ident)*) => {
        impl<F, O, $($arg),*> $trait<$marker> for F
        where F: Fn($first, $($arg),*) -> Result<O> + Send + Sync + 'static, O: Output, $($arg: Input),* {
            fn erase(self) -> Erased {
                let mut shape = Shape::default();
                $( $arg::describe(&mut shape); )*
                O::describe(&mut shape);
                #[allow(unused_variables, reason = "a handler may have no inputs")]
                let run = Run::$run(Box::new(move |first, given| Ok(self(first, $($arg::take(given)?),*)?.answer())));
                Erased { shape, run }
            }
        }
    };
    (@before $marker:ty, $prepare:ident, $first:ident, $($arg:ident)*) => {
        impl<F, W, T, $($arg),*> Prepares<$marker, T> for F
        where
            F: Fn(&$first<'_>, $($arg),*) -> Result<W> + Send + Sync + 'static,
            W: Works<T>,
            $($arg: Input),*
        {
            fn erase(self) -> Preparation {
                #[allow(unused_variables, reason = "a preparation may have no inputs")]
                let before = Box::new(move |first: &$first<'_>, given: &Given<'_>| {
                    Ok(self(first, $($arg::take(given)?),*)?.erase())
                });
                Preparation(Prepare::$prepare(before))
            }
        }
    };
}
handlers!(() (A) (A B) (A B C) (A B C D) (A B C D E));

#[cfg(test)]
mod tests {
    use super::*;

    fn length_of(text: Option<&'static str>) -> Task {
        text.map(|text| move || Ok(text.len())).erase()
    }
    fn made(ready: &Ready) -> Option<usize> {
        *ready.downcast_ref::<Option<usize>>().unwrap()
    }

    #[test]
    fn work_that_there_is_none_of_is_done_without_a_thread() {
        let Task::Done(ready) = length_of(None) else { panic!("work") };
        assert_eq!(made(&ready), None);
    }

    #[test]
    fn work_that_there_is_makes_what_it_returns_ready() {
        let Task::Work(work) = length_of(Some("four")) else { panic!("no work") };
        assert_eq!(made(&work().unwrap()), Some(4));
    }
}
