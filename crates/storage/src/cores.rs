//! How much of the machine the process has.
use std::{sync::LazyLock, thread};

/// Threads that can run at the same time. The system is asked once: its answer is put together from several files.
pub fn cores() -> usize {
    static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *CORES
}
