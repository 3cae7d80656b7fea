//! A disk under a folder: what is safe on it, what was asked for since, and what a power cut may leave.
use super::trace::{Call, What};
use crate::{
    fault::{Fault, Result},
    random::Random,
};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    ops::Range,
    path::Path,
};

/// What a disk writes whole or not at all, in bytes.
const BLOCK: usize = 512;
/// The lock is rewritten in place, which the record does not show, and shared memory is changed without calls. Neither
/// is needed after a power cut.
const LEFT_OUT: [&str; 2] = ["lock", "-shm"];

/// Files by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a power cut leaves of that which was asked for and not yet safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaves {
    Nothing,
    /// Each block by itself, so many of a hundred.
    Part(usize),
    /// Everything up to a moment, at which a write is torn.
    Prefix,
}

/// A folder on a disk.
pub struct Disk {
    folder: String,
    files: Vec<File>,
    names: Names,
    open: HashMap<i64, Open>,
}

#[derive(Debug, Clone, Copy)]
enum Open {
    Folder,
    File { index: usize, position: usize },
}

#[derive(Default)]
struct File {
    safe: Vec<u8>,
    pending: Vec<Change>,
}

struct Change {
    moments: Range<usize>,
    what: Alters,
}

enum Alters {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

/// Which file has which name. A folder is written whole, so its changes happen in their order.
#[derive(Default)]
struct Names {
    safe: BTreeMap<String, usize>,
    now: BTreeMap<String, usize>,
    pending: Vec<(Range<usize>, Renames)>,
}

#[derive(Clone)]
enum Renames {
    Link(String, usize),
    Unlink(String),
    Move(String, String),
}

impl Disk {
    /// The folder as it is: all of it is safe.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(folder: &Path) -> Result<Self> {
        let shown = folder.to_string_lossy().into_owned();
        let mut disk = Disk { folder: shown, files: Vec::new(), names: Names::default(), open: HashMap::new() };
        for entry in fs::read_dir(folder).map_err(Fault::at(folder))? {
            let path = entry.map_err(Fault::at(folder))?.path();
            // The load sends no files: the folder for their bytes is empty.
            let Some(name) = disk.name(&path.to_string_lossy()).filter(|_| path.is_file()) else { continue };
            let safe = fs::read(&path).map_err(Fault::at(&path))?;
            disk.names.safe.insert(name, disk.files.len());
            disk.files.push(File { safe, pending: Vec::new() });
        }
        disk.names.now = disk.names.safe.clone();
        Ok(disk)
    }

    /// The name of a file right below the folder, if it is one that matters.
    fn name(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix(&self.folder)?.strip_prefix('/')?;
        let is_left_out = name.contains('/') || LEFT_OUT.iter().any(|ending| name.ends_with(ending));
        (!is_left_out).then(|| name.to_owned())
    }

    /// Does what a call asks for.
    pub fn take(&mut self, call: Call) {
        let moments = call.moments;
        match call.what {
            What::Open { file, path, creates } => self.opened(moments, file, &path, creates),
            What::Close { file } => drop(self.open.remove(&file)),
            What::Write { file, at, bytes } => self.write(moments, file, at, bytes),
            What::Truncate { file, length } => {
                if let Some(Open::File { index, .. }) = self.open.get(&file).copied() {
                    self.change(index, Change { moments, what: Alters::Truncate(length) });
                }
            }
            What::Sync { file } => self.sync(moments.start, file),
            What::Unlink { path } => {
                if let Some(name) = self.name(&path) {
                    self.names.change(moments, Renames::Unlink(name));
                }
            }
            What::Rename { from, to } => {
                if let Some((from, to)) = self.name(&from).zip(self.name(&to)) {
                    self.names.change(moments, Renames::Move(from, to));
                }
            }
        }
    }

    fn opened(&mut self, moments: Range<usize>, file: i64, path: &str, creates: bool) {
        // Also one that was closed by a call that the record does not show.
        self.open.remove(&file);
        if path == self.folder {
            self.open.insert(file, Open::Folder);
            return;
        }
        let Some(name) = self.name(path) else { return };
        let index = match self.names.now.get(&name) {
            Some(index) => *index,
            None if creates => {
                self.files.push(File::default());
                let index = self.files.len() - 1;
                self.names.change(moments, Renames::Link(name, index));
                index
            }
            None => return,
        };
        self.open.insert(file, Open::File { index, position: 0 });
    }

    fn write(&mut self, moments: Range<usize>, file: i64, at: Option<usize>, bytes: Vec<u8>) {
        let Some(Open::File { index, position }) = self.open.get_mut(&file) else { return };
        let index = *index;
        let at = at.unwrap_or_else(|| {
            let here = *position;
            *position += bytes.len();
            here
        });
        self.change(index, Change { moments, what: Alters::Write { at, bytes } });
    }

    fn change(&mut self, index: usize, change: Change) {
        if let Some(file) = self.files.get_mut(index) {
            file.pending.push(change);
        }
    }

    /// What had returned when the call began is safe once it returns.
    fn sync(&mut self, began: usize, file: i64) {
        match self.open.get(&file).copied() {
            Some(Open::Folder) => self.names.sync(began),
            Some(Open::File { index, .. }) => {
                if let Some(file) = self.files.get_mut(index) {
                    file.sync(began);
                }
            }
            None => {}
        }
    }

    /// The files that are found when the power is back.
    pub fn after_a_cut(&self, leaves: Leaves, random: &mut Random) -> Files {
        let last = match leaves {
            Leaves::Prefix => self.some_moment(random),
            _ => usize::MAX,
        };
        let named = self.names.left(leaves, last, random);
        let mut left = |index: usize| self.files.get(index).map(|file| file.left(leaves, last, random));
        named.into_iter().filter_map(|(name, index)| Some((name, left(index)?))).collect()
    }

    /// A moment at which something that is not safe was asked for.
    fn some_moment(&self, random: &mut Random) -> usize {
        let changes = self.files.iter().flat_map(|file| file.pending.iter().map(|change| change.moments.start));
        let moments: Vec<usize> = changes.chain(self.names.pending.iter().map(|(moments, _)| moments.start)).collect();
        random.one_of(&moments).copied().unwrap_or_default()
    }
}

impl File {
    fn sync(&mut self, began: usize) {
        for change in std::mem::take(&mut self.pending) {
            if change.moments.end < began {
                change.what.apply(&mut self.safe);
            } else {
                self.pending.push(change);
            }
        }
    }

    fn left(&self, leaves: Leaves, last: usize, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for change in &self.pending {
            match leaves {
                Leaves::Nothing => {}
                Leaves::Part(chance) => change.what.apply_in_part(&mut bytes, &mut |_| random.percent(chance)),
                Leaves::Prefix if change.moments.start < last => change.what.apply(&mut bytes),
                Leaves::Prefix if change.moments.start == last => {
                    let whole = random.below(change.what.blocks() + 1);
                    change.what.apply_in_part(&mut bytes, &mut |block| block < whole);
                }
                Leaves::Prefix => {}
            }
        }
        bytes
    }
}

impl Alters {
    fn apply(&self, file: &mut Vec<u8>) {
        self.apply_in_part(file, &mut |_| true);
    }

    fn blocks(&self) -> usize {
        match self {
            Alters::Write { at, bytes } => pieces(*at, bytes).count(),
            Alters::Truncate(_) => 1,
        }
    }

    /// Only the blocks that are kept.
    fn apply_in_part(&self, file: &mut Vec<u8>, is_kept: &mut dyn FnMut(usize) -> bool) {
        match self {
            Alters::Write { at, bytes } => {
                let kept = pieces(*at, bytes).enumerate().filter(|(block, _)| is_kept(*block));
                kept.for_each(|(_, (at, piece))| put(file, at, piece));
            }
            Alters::Truncate(length) if is_kept(0) => file.resize(*length, 0),
            Alters::Truncate(_) => {}
        }
    }
}

/// The parts of a write that lie in different blocks of the disk, with their places.
fn pieces(at: usize, bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let first = (BLOCK - at % BLOCK).min(bytes.len());
    let (head, tail) = bytes.split_at(first);
    let rest = tail.chunks(BLOCK).enumerate().map(move |(block, piece)| (at + first + block * BLOCK, piece));
    std::iter::once((at, head)).chain(rest)
}

fn put(file: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let end = at + piece.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    if let Some(place) = file.get_mut(at..end) {
        place.copy_from_slice(piece);
    }
}

impl Names {
    fn change(&mut self, moments: Range<usize>, what: Renames) {
        what.clone().apply(&mut self.now);
        self.pending.push((moments, what));
    }

    fn sync(&mut self, began: usize) {
        for (moments, what) in std::mem::take(&mut self.pending) {
            if moments.end < began {
                what.apply(&mut self.safe);
            } else {
                self.pending.push((moments, what));
            }
        }
    }

    fn left(&self, leaves: Leaves, last: usize, random: &mut Random) -> BTreeMap<String, usize> {
        let many = match leaves {
            Leaves::Nothing => 0,
            Leaves::Part(_) => random.below(self.pending.len() + 1),
            Leaves::Prefix => self.pending.iter().filter(|(moments, _)| moments.start <= last).count(),
        };
        let mut names = self.safe.clone();
        self.pending.iter().take(many).for_each(|(_, what)| what.clone().apply(&mut names));
        names
    }
}

impl Renames {
    fn apply(self, names: &mut BTreeMap<String, usize>) {
        match self {
            Renames::Link(name, index) => drop(names.insert(name, index)),
            Renames::Unlink(name) => drop(names.remove(&name)),
            Renames::Move(from, to) => {
                if let Some(index) = names.remove(&from) {
                    names.insert(to, index);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk under `/d` on which these calls were made, one a moment.
    fn disk(calls: Vec<What>) -> Disk {
        let names = Names::default();
        let mut disk = Disk { folder: "/d".to_owned(), files: Vec::new(), names, open: HashMap::new() };
        for (moment, what) in calls.into_iter().enumerate() {
            disk.take(Call { moments: moment..moment, what });
        }
        disk
    }
    fn made(name: &str) -> What {
        What::Open { file: 3, path: format!("/d/{name}"), creates: true }
    }
    fn folder() -> What {
        What::Open { file: 4, path: "/d".to_owned(), creates: false }
    }
    fn write(at: usize, bytes: &[u8]) -> What {
        What::Write { file: 3, at: Some(at), bytes: bytes.to_vec() }
    }
    fn sync(file: i64) -> What {
        What::Sync { file }
    }
    fn safe(disk: &Disk) -> Files {
        disk.after_a_cut(Leaves::Nothing, &mut Random::new(1))
    }
    fn file(name: &str, bytes: &[u8]) -> Files {
        Files::from([(name.to_owned(), bytes.to_vec())])
    }

    #[test]
    fn what_was_synced_is_there_and_what_was_not_may_be_gone() {
        let disk = disk(vec![made("a"), folder(), sync(4), write(0, b"12"), sync(3), write(1, b"3")]);
        assert_eq!(safe(&disk), file("a", b"12"));
    }

    #[test]
    fn a_name_is_safe_when_its_folder_was_synced() {
        let without = disk(vec![made("a"), write(0, b"1"), sync(3)]);
        assert_eq!(safe(&without), Files::new());
    }

    #[test]
    fn an_unlinked_file_comes_back_to_life_until_its_folder_was_synced() {
        let calls =
            || vec![made("a"), folder(), sync(4), write(0, b"1"), sync(3), What::Unlink { path: "/d/a".to_owned() }];
        assert_eq!(safe(&disk(calls())), file("a", b"1"));
        let synced = disk(calls().into_iter().chain([sync(4)]).collect());
        assert_eq!(safe(&synced), Files::new());
    }

    #[test]
    fn a_renamed_file_has_its_old_name_until_its_folder_was_synced() {
        let moved = || What::Rename { from: "/d/a".to_owned(), to: "/d/b".to_owned() };
        assert_eq!(safe(&disk(vec![made("a"), folder(), sync(4), moved()])), file("a", b""));
        assert_eq!(safe(&disk(vec![made("a"), folder(), sync(4), moved(), sync(4)])), file("b", b""));
    }

    #[test]
    fn a_sync_that_has_begun_before_a_write_returned_does_not_cover_it() {
        let mut disk = disk(vec![made("a"), folder(), sync(4)]);
        disk.take(Call { moments: 10..12, what: write(0, b"1") });
        disk.take(Call { moments: 11..13, what: sync(3) });
        assert_eq!(safe(&disk), file("a", b""));
    }

    #[test]
    fn a_prefix_ends_in_a_torn_write() {
        let disk = disk(vec![made("a"), folder(), sync(4), write(0, &[1; 1024])]);
        let mut random = Random::new(1);
        let mut lengths: Vec<usize> =
            (0..50).map(|_| disk.after_a_cut(Leaves::Prefix, &mut random)["a"].len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        assert_eq!(lengths, [0, 512, 1024]);
    }

    #[test]
    fn a_part_is_made_of_whole_blocks() {
        let disk = disk(vec![made("a"), folder(), sync(4), write(100, &[1; 1000])]);
        let mut random = Random::new(1);
        for _ in 0..50 {
            let left = disk.after_a_cut(Leaves::Part(50), &mut random).remove("a").unwrap();
            let blocks = left.iter().skip(100).collect::<Vec<_>>();
            let is_whole = |range: Range<usize>| {
                let block: Vec<_> = blocks.iter().take(range.end).skip(range.start).collect();
                block.windows(2).all(|pair| pair[0] == pair[1])
            };
            assert!(is_whole(0..412) && is_whole(412..924) && is_whole(924..1000));
        }
    }

    #[test]
    fn a_block_that_a_write_touches_keeps_the_bytes_beside_it() {
        let calls = vec![made("a"), folder(), sync(4), write(0, b"abcd"), sync(3), write(1, b"X"), sync(3)];
        assert_eq!(safe(&disk(calls)), file("a", b"aXcd"));
    }
}
