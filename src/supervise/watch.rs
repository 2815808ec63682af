//! What the watcher sees of its child: the files that it is working on, since when, and how it has grown meanwhile.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    time::{Duration, Instant},
};

use super::memory;
use crate::intake::journal::Entry;

/// More of a journal than this at once is not a journal.
const MOST: u64 = 64 << 20;
/// The readers look at the clock themselves, and say more than a watcher can: they come first.
const GRACE: Duration = Duration::from_secs(2);
/// The longest time limit that makes sense, so that adding to it can't overflow.
const LONGEST: u64 = 30 * 24 * 60 * 60;

/// Why a child was stopped: a file that it was working on took more than a limit allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stopped {
    /// The file, where it is one alone.
    pub file: Option<String>,
    /// The limit's key.
    pub limit: &'static str,
    /// Its figure.
    pub allowed: u64,
    /// What was used.
    pub found: u64,
}

/// A piece of work under way.
struct Work {
    file: String,
    since: Instant,
    seconds: u64,
    memory: u64,
    /// What the process held when the work was first seen.
    held: u64,
}

/// The watch over one child.
pub(super) struct Watch {
    journal: File,
    unread: Vec<u8>,
    under_way: BTreeMap<u64, Work>,
    held: u64,
}

impl Watch {
    /// A watch that reads a journal from its beginning.
    pub(super) fn new(journal: File) -> Self {
        Self { journal, unread: Vec::new(), under_way: BTreeMap::new(), held: 0 }
    }

    /// Looks at a process: whether it must be stopped.
    pub(super) fn look(&mut self, process: u32) -> Option<Stopped> {
        // What is new in the journal began after the last look: growth is counted from then.
        self.read();
        self.held = memory::of(process).unwrap_or(self.held);
        self.over()
    }

    /// The first limit that is passed.
    fn over(&self) -> Option<Stopped> {
        let alone = self.under_way.len() == 1;
        self.under_way.values().find_map(|work| {
            let (grown, elapsed) = (self.held.saturating_sub(work.held), work.since.elapsed());
            let allowed = Duration::from_secs(work.seconds.min(LONGEST));
            if elapsed > allowed + allowed / 10 + GRACE {
                let (file, found) = (Some(work.file.clone()), elapsed.as_secs());
                return Some(Stopped { file, limit: "seconds", allowed: work.seconds, found });
            }
            (grown > work.memory).then(|| Stopped {
                // Which of several grew can't be told from outside.
                file: alone.then(|| work.file.clone()),
                limit: "memory_bytes",
                allowed: work.memory,
                found: grown,
            })
        })
    }

    /// Takes in what the journal has more of.
    pub(super) fn read(&mut self) {
        let room = MOST.saturating_sub(self.unread.len() as u64);
        let _ = (&self.journal).take(room).read_to_end(&mut self.unread);
        let whole = self.unread.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let lines: Vec<u8> = self.unread.drain(..whole).collect();
        for line in lines.split(|&byte| byte == b'\n') {
            match std::str::from_utf8(line).ok().and_then(Entry::parse) {
                Some(Entry::Begin { number, seconds, memory, file }) => {
                    let (since, held) = (Instant::now(), self.held);
                    self.under_way.insert(number, Work { file, since, seconds, memory, held });
                }
                Some(Entry::End { number }) => {
                    self.under_way.remove(&number);
                }
                None => {}
            }
        }
    }

    /// The files that are being worked on.
    pub(super) fn in_flight(&self) -> Vec<String> {
        let mut files: Vec<String> = self.under_way.values().map(|work| work.file.clone()).collect();
        files.sort();
        files.dedup();
        files
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom, Write};

    use super::*;

    fn watch(lines: &str) -> (Watch, File) {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        let mut reader = file.try_clone().unwrap();
        reader.seek(SeekFrom::Start(0)).unwrap();
        (Watch::new(reader), file)
    }

    #[test]
    fn what_has_begun_and_not_ended_is_in_flight() {
        let (mut watch, _) =
            watch("begin 1 60 9 a\nbegin 2 60 9 b\nnonsense\nend 1\nend 7\nbegin 3 60 9 c\nbegin 4 60");
        watch.read();
        assert_eq!(watch.in_flight(), ["b", "c"]);
        // A line that is not finished is no line.
        assert_eq!(watch.unread, b"begin 4 60");
    }

    #[test]
    fn growth_is_held_against_a_file_only_when_it_was_alone() {
        let (mut watch, _) = watch("begin 1 60 100 a\n");
        watch.read();
        assert_eq!(watch.over(), None);
        watch.held = 101;
        let stopped = watch.over().unwrap();
        assert_eq!((stopped.file.as_deref(), stopped.limit, stopped.found), (Some("a"), "memory_bytes", 101));
        watch
            .under_way
            .insert(2, Work { file: "b".to_owned(), since: Instant::now(), seconds: 60, memory: 1, held: 101 });
        assert_eq!(watch.over().unwrap().file, None);
    }

    #[test]
    fn figures_that_no_limit_has_do_no_harm() {
        let (mut watch, _) = watch("begin 1 18446744073709551615 18446744073709551615 a\n");
        watch.read();
        watch.held = u64::MAX;
        assert_eq!(watch.over(), None);
    }
}
