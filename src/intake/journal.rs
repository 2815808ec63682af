//! The journal of a supervised run: which files are being worked on at this moment, so that whoever watches the process
//! knows whose fault it is when it dies, stalls or outgrows its bounds; and what the watcher ordered.
//!
//! A process has one journal or none: it is told at its start. Both texts are lines with a verb and its figures first and
//! a file's name, escaped, at the end.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::limits::Limits;
use crate::model::{Fault, Words};

/// Names of the two texts in the folder that watcher and watched share.
const JOURNAL: &str = "journal";
const ORDERS: &str = "orders";

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Work on a file begins, and what it may cost.
    Begin {
        /// Number of this piece of work.
        number: u64,
        /// Seconds that it may take.
        seconds: u64,
        /// Bytes by which the process may grow meanwhile.
        memory: u64,
        /// The file.
        file: String,
    },
    /// It ended.
    End {
        /// Its number.
        number: u64,
    },
}

impl Entry {
    /// The entry that a line holds; nothing else is believed.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.splitn(5, ' ');
        let verb = words.next()?;
        let number = words.next()?.parse().ok()?;
        match verb {
            "end" => words.next().is_none().then_some(Self::End { number }),
            "begin" => {
                let seconds = words.next()?.parse().ok()?;
                let memory = words.next()?.parse().ok()?;
                Some(Self::Begin { number, seconds, memory, file: unescaped(words.next()?) })
            }
            _ => None,
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Begin { number, seconds, memory, file } => {
                format!("begin {number} {seconds} {memory} {}\n", escaped(file))
            }
            Self::End { number } => format!("end {number}\n"),
        }
    }
}

/// What the watcher wants done with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Work on it alone, before the others.
    Apart,
    /// Don't touch it: it killed the process that read it.
    Killed,
    /// Don't touch it: it took more than a limit allows.
    Over {
        /// The limit's key.
        limit: &'static str,
        /// Its figure.
        allowed: u64,
        /// What was used when it was stopped.
        found: u64,
    },
}

impl Order {
    fn parse(line: &str) -> Option<(Self, String)> {
        let (verb, rest) = line.split_once(' ')?;
        let order = match verb {
            "apart" => Self::Apart,
            "killed" => Self::Killed,
            "over" => {
                let mut words = rest.splitn(4, ' ');
                let named = words.next()?;
                let limit = ["seconds", "memory_bytes"].into_iter().find(|limit| *limit == named)?;
                let (allowed, found) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                return Some((Self::Over { limit, allowed, found }, unescaped(words.next()?)));
            }
            _ => return None,
        };
        Some((order, unescaped(rest)))
    }

    fn line(&self, file: &str) -> String {
        let file = escaped(file);
        match self {
            Self::Apart => format!("apart {file}\n"),
            Self::Killed => format!("killed {file}\n"),
            Self::Over { limit, allowed, found } => format!("over {limit} {allowed} {found} {file}\n"),
        }
    }

    fn fault(&self) -> Option<Fault> {
        match self {
            Self::Apart => None,
            Self::Killed => Some(Fault::Unreadable(Words::new(
                "读取这个文件时，读取程序异常中止（文件可能已损坏，或是有意构造的），因此没有读取。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后重新报送。",
                "reading it made the reading process die (it may be damaged, or made to do so), so it was not read: open it in Excel, check it, save it as .xlsx and send it again",
            ))),
            Self::Over { limit, allowed, found } => {
                Some(Fault::Limit { limit: (*limit).to_owned(), allowed: *allowed, found: *found })
            }
        }
    }
}

/// Lays out a folder for a process to be watched: an empty journal and these orders.
///
/// # Errors
/// The folder can't be written to.
pub fn lay_out(folder: &Path, orders: &[(String, Order)]) -> io::Result<File> {
    let lines: String = orders.iter().map(|(file, order)| order.line(file)).collect();
    std::fs::write(folder.join(ORDERS), lines)?;
    std::fs::write(folder.join(JOURNAL), "")?;
    File::open(folder.join(JOURNAL))
}

/// Removes what [`lay_out`] made, and the folder if nothing else is in it: a folder that somebody named by mistake keeps
/// what it has.
pub fn clear(folder: &Path) {
    for name in [JOURNAL, ORDERS] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    let _ = std::fs::remove_dir(folder);
}

struct Journal {
    file: File,
    orders: Vec<(Order, String)>,
    next: AtomicU64,
}

static KEPT: OnceLock<Journal> = OnceLock::new();

/// Keeps the journal in `folder` from here on, and follows the orders there.
///
/// # Errors
/// The folder is not as [`lay_out`] leaves it.
pub fn keep(folder: &Path) -> io::Result<()> {
    let orders = std::fs::read_to_string(folder.join(ORDERS))?;
    let file = OpenOptions::new().append(true).open(folder.join(JOURNAL))?;
    let orders = orders.lines().filter_map(Order::parse).collect();
    let _ = KEPT.set(Journal { file, orders, next: AtomicU64::new(1) });
    Ok(())
}

/// Why a file must not be touched, if it must not.
pub(super) fn refused(file: &str) -> Option<Fault> {
    let orders = &KEPT.get()?.orders;
    orders.iter().filter(|(_, named)| named == file).find_map(|(order, _)| order.fault())
}

/// Whether a file is to be worked on alone.
pub(super) fn is_apart(file: &str) -> bool {
    KEPT.get()
        .is_some_and(|journal| journal.orders.iter().any(|(order, named)| *order == Order::Apart && named == file))
}

/// Work on a file that is under way; its end is set down when this is dropped, unless the thread is falling.
pub(super) struct Mark(Option<u64>);

/// Sets down that work on a file begins.
pub(super) fn mark(file: &str, limits: &Limits) -> Mark {
    let Some(journal) = KEPT.get() else { return Mark(None) };
    let number = journal.next.fetch_add(1, Ordering::Relaxed);
    let (seconds, memory) = (limits.seconds, limits.memory_bytes);
    journal.write(&Entry::Begin { number, seconds, memory, file: file.to_owned() });
    Mark(Some(number))
}

impl Journal {
    /// One write a line, so that lines of several threads never mix. A journal that can't be written is no reason to stop.
    fn write(&self, entry: &Entry) {
        let _ = (&self.file).write_all(entry.line().as_bytes());
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if let (Some(number), Some(journal), false) = (self.0, KEPT.get(), std::thread::panicking()) {
            journal.write(&Entry::End { number });
        }
    }
}

fn escaped(file: &str) -> String {
    file.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut file = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            file.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => file.push('\n'),
            Some('r') => file.push('\r'),
            Some(other) => file.push(other),
            None => {}
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_went_out() {
        for file in ["submissions/市水务局.xlsx", "a b\n\r\\n c.xls", "", " "] {
            let begin = Entry::Begin { number: 7, seconds: 60, memory: 1 << 30, file: file.to_owned() };
            assert_eq!(Entry::parse(begin.line().trim_end_matches('\n')), Some(begin));
            for order in [Order::Apart, Order::Killed, Order::Over { limit: "seconds", allowed: 1, found: 2 }] {
                let line = order.line(file);
                assert_eq!(Order::parse(line.trim_end_matches('\n')), Some((order, file.to_owned())));
            }
        }
        assert_eq!(Entry::parse("end 7"), Some(Entry::End { number: 7 }));
    }

    #[test]
    fn nothing_else_is_believed() {
        for line in ["", "end", "end x", "end 7 8", "begin 1 2", "begin 1 2 x f", "begin -1 2 3 f", "stop 1", "\0"] {
            assert_eq!(Entry::parse(line), None, "{line:?}");
        }
        for line in ["apart", "over ratio 1 2 f", "over seconds 1 f", "run f"] {
            assert_eq!(Order::parse(line), None, "{line:?}");
        }
    }
}
