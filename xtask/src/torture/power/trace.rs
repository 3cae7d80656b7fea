//! What strace wrote, read into calls: when each began, when it ended, and what it was about.
use std::{collections::HashMap, ops::Range};

/// The calls that `strace` is to record: those that change files, and those by which a server answers.
pub const CALLS: &str = "openat,close,write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename,sendto,writev";

/// One call. Moments are lines of the record, so that calls of several threads stand in one order.
#[derive(Debug, PartialEq, Eq)]
pub struct Call {
    /// From the moment at which it could have an effect to the moment at which it surely had; the end is the greatest
    /// number when it was never seen to return.
    pub moments: Range<usize>,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub enum What {
    Open {
        file: i64,
        path: String,
        creates: bool,
    },
    Close {
        file: i64,
    },
    /// At a place of its own, or where the last one ended.
    Write {
        file: i64,
        at: Option<usize>,
        bytes: Vec<u8>,
    },
    Truncate {
        file: i64,
        length: usize,
    },
    Sync {
        file: i64,
    },
    Unlink {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
}

/// Reads a record, in the order of [`Call::counts_from`]. Calls that failed are left out.
pub fn calls(record: &str) -> Vec<Call> {
    let mut begun: HashMap<&str, (usize, &str)> = HashMap::new();
    let mut calls = Vec::new();
    for (moment, line) in record.lines().enumerate() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(beginning) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, (moment, beginning));
        } else if let Some(end) = rest.strip_prefix("<... ") {
            let Some((beginning, text)) = begun.remove(thread) else { continue };
            let end = end.split_once("resumed>").map_or("", |(_, end)| end);
            calls.extend(call(beginning..moment, &format!("{text}{end}")));
        } else {
            calls.extend(call(moment..moment, rest));
        }
    }
    calls.extend(
        begun.into_values().filter_map(|(beginning, text)| call(beginning..usize::MAX, &format!("{text}) = 0"))),
    );
    calls.sort_by_key(Call::counts_from);
    calls
}

impl Call {
    /// The moment from which it is reckoned with: a file has its number, and a disk has what it was given, when the call
    /// returns; everything else may have happened as soon as it was asked for.
    pub fn counts_from(&self) -> usize {
        match self.what {
            What::Open { .. } | What::Sync { .. } => self.moments.end,
            _ => self.moments.start,
        }
    }
}

/// `name(arguments) = result`; nothing for a call that failed, and for one that does not matter.
fn call(moments: Range<usize>, text: &str) -> Option<Call> {
    let (text, result) = text.rsplit_once(" = ")?;
    let result: i64 = result.split(' ').next()?.parse().ok().filter(|result| *result >= 0)?;
    let (name, arguments) = text.trim_end().strip_suffix(')')?.split_once('(')?;
    let arguments = Arguments(arguments);
    let what = match name {
        "openat" => What::Open { file: result, path: arguments.path(0)?, creates: arguments.0.contains("O_CREAT") },
        "close" => What::Close { file: arguments.number(0)? },
        "write" | "sendto" => What::Write { file: arguments.number(0)?, at: None, bytes: arguments.strings().next()? },
        "writev" => {
            What::Write { file: arguments.number(0)?, at: None, bytes: arguments.strings().flatten().collect() }
        }
        "pwrite64" => What::Write {
            file: arguments.number(0)?,
            at: usize::try_from(arguments.last()?).ok(),
            bytes: arguments.strings().next()?,
        },
        "ftruncate" => What::Truncate { file: arguments.number(0)?, length: usize::try_from(arguments.last()?).ok()? },
        "fsync" | "fdatasync" => What::Sync { file: arguments.number(0)? },
        "unlink" => What::Unlink { path: arguments.path(0)? },
        "rename" => What::Rename { from: arguments.path(0)?, to: arguments.path(1)? },
        _ => return None,
    };
    Some(Call { moments, what })
}

/// What stands between the parentheses. Strings are in hexadecimal, so no sign in them can be mistaken for another.
struct Arguments<'t>(&'t str);

impl Arguments<'_> {
    fn number(&self, at: usize) -> Option<i64> {
        self.0.split(',').nth(at)?.trim().parse().ok()
    }
    fn last(&self) -> Option<i64> {
        self.0.rsplit(',').next()?.trim().parse().ok()
    }
    fn strings(&self) -> impl Iterator<Item = Vec<u8>> {
        self.0.split('"').skip(1).step_by(2).map(bytes)
    }
    fn path(&self, at: usize) -> Option<String> {
        String::from_utf8(self.strings().nth(at)?).ok()
    }
}

/// `\x41\x42` is `AB`.
fn bytes(text: &str) -> Vec<u8> {
    let digit =
        |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or_default();
    let byte = |four: &[u8]| match four {
        [b'\\', b'x', high, low] => digit(*high) * 16 + digit(*low),
        _ => 0,
    };
    text.as_bytes().chunks(4).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(record: &str) -> Call {
        let mut calls = calls(record);
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }

    #[test]
    fn a_write_names_its_file_its_place_and_its_bytes() {
        let call = only(r#"7  pwrite64(12, "\x41\x0a", 2, 4096) = 2"#);
        assert_eq!(
            call,
            Call { moments: 0..0, what: What::Write { file: 12, at: Some(4096), bytes: b"A\n".to_vec() } }
        );
    }

    #[test]
    fn a_call_that_other_threads_interrupt_lasts_from_its_beginning_to_its_end() {
        let calls = calls("7  fsync(12 <unfinished ...>\n8  fsync(3)  = 0\n7  <... fsync resumed>)  = 0\n");
        let sync = |moments, file| Call { moments, what: What::Sync { file } };
        assert_eq!(calls, [sync(1..1, 3), sync(0..2, 12)]);
    }

    #[test]
    fn a_call_that_never_returns_lasts_for_ever() {
        assert_eq!(only("7  fsync(12 <unfinished ...>").moments, 0..usize::MAX);
    }

    #[test]
    fn a_call_that_failed_changed_nothing() {
        assert_eq!(calls(r#"7  unlink("\x61") = -1 ENOENT (No such file or directory)"#), []);
    }

    #[test]
    fn a_file_is_known_by_its_number_when_it_has_been_opened() {
        let record = r#"7  openat(AT_FDCWD, "\x2f\x61" <unfinished ...>
8  close(3)                    = 0
7  <... openat resumed>, O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 3"#;
        let close = Call { moments: 1..1, what: What::Close { file: 3 } };
        let open = Call { moments: 0..2, what: What::Open { file: 3, path: "/a".to_owned(), creates: true } };
        assert_eq!(calls(record), [close, open]);
    }

    #[test]
    fn the_parts_of_an_answer_are_put_together() {
        let record = r#"7  writev(16, [{iov_base="\x61\x62", iov_len=2}, {iov_base="\x63", iov_len=1}], 2) = 3"#;
        assert_eq!(only(record).what, What::Write { file: 16, at: None, bytes: b"abc".to_vec() });
    }
}
