//! The log: lines on standard error, each with the id of the request that it is about.
use std::{fmt, io::IsTerminal};
use storage::TrackingId;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter,
    field::RecordFields,
    fmt::{
        FormatFields, MakeWriter,
        format::{DefaultFields, Writer},
    },
};

/// Begins to write; `RUST_LOG` says how much.
pub fn begin() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    let lines = lines(filter, std::io::stderr, std::io::stderr().is_terminal());
    // A second call in one process finds the log set up.
    let _ = tracing::subscriber::set_global_default(lines);
}

fn lines<W>(filter: EnvFilter, to: W, has_colours: bool) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(to).with_target(false);
    // Where nobody reads the log any more, there is nobody to tell that either.
    let lines = lines.log_internal_errors(false);
    lines.with_ansi(has_colours).fmt_fields(Named(DefaultFields::new())).finish()
}

/// The fields of a line, and behind them the request in which it was written. A span would be opened, and its text made,
/// for every request, logged or not.
struct Named(DefaultFields);

impl<'w> FormatFields<'w> for Named {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        self.0.format_fields(writer.by_ref(), fields)?;
        match TrackingId::served() {
            Some(id) => write!(writer, " tracking_id=\"{id}\""),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parking_lot::Mutex;
    use std::{
        io::{self, Write},
        sync::Arc,
    };

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_line_names_the_request_in_which_it_was_written_and_no_other_does() {
        let paper = Paper::default();
        let to = paper.clone();
        let lines = lines("info".into(), move || to.clone(), false);
        let _written = tracing::subscriber::set_default(lines);
        let id = TrackingId { process: 1, count: 2 };
        tracing::info!("before");
        id.serve(async { tracing::warn!(cause = "rain", "within") }).await;
        tracing::info!("after");
        let text = String::from_utf8(paper.0.lock().clone()).unwrap();
        let named: Vec<&str> = text.lines().filter(|line| line.contains("tracking_id")).collect();
        let [line] = named.as_slice() else { panic!("{text}") };
        assert!(line.ends_with(&format!("WARN within cause=\"rain\" tracking_id=\"{id}\"")), "{line}");
    }
}
