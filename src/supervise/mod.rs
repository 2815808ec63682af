//! Commands that read files from strangers run in a process of their own, and this watches it: no file can take the run
//! down, hang it or eat the machine.
//!
//! The program starts itself once more with the same arguments. The child keeps a journal of the files that it is working
//! on (`intake::journal`). When it dies over some of them they are under suspicion: the next child works on each of those
//! alone, before any other. One over which it dies alone is refused from then on, and has its finding like any other file
//! that can't be read; everything else goes its usual way. A file that is worked on longer than its limit, or over which
//! the process grows past its limit, is not waited for. All that comes back is the exit status and the journal, and of
//! the journal nothing is believed that is not a line of its grammar.

mod child;
mod memory;
mod rounds;
mod watch;

use std::{
    env, fs, io,
    io::Read,
    path::PathBuf,
    process::ExitStatus,
    sync::atomic::{AtomicU32, Ordering},
};

use self::{
    child::Child,
    rounds::{Next, Rounds},
    watch::Watch,
};
use crate::{intake::journal, model::Words};

/// The variable that tells a process the folder that it shares with its watcher.
const SUPERVISED: &str = "TAIZHANG_SUPERVISED";

/// How a supervised run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// With an exit status of its own.
    Status(u8),
    /// It died, and no file is known to be the reason.
    Died(Words),
    /// No process could be started: the work is to be done in this one.
    NotStarted,
}

/// Whether this process is the one that is watched; if so, it keeps its journal and ends with its watcher from here on.
pub fn is_child() -> bool {
    let Some(folder) = env::var_os(SUPERVISED) else { return false };
    // Without a journal the work is done all the same; only its watcher knows less.
    let folder = PathBuf::from(folder);
    let _ = journal::keep(&folder);
    #[cfg(debug_assertions)]
    if env::var_os("TAIZHANG_TEST_TRIPS").is_some() {
        crate::intake::trip::arm();
    }
    std::thread::spawn(move || {
        // Nothing is ever written to this end: it closes when the watcher is gone, and can't clear up any more.
        let _ = io::stdin().lock().read(&mut [0]);
        journal::clear(&folder);
        std::process::exit(2);
    });
    true
}

/// Runs this program again with the same arguments, under watch, as often as it takes. `tell` says what is worth saying
/// meanwhile.
pub fn run(tell: &dyn Fn(&Words)) -> Ended {
    let Ok(folder) = Folder::new() else { return Ended::NotStarted };
    let mut rounds = Rounds::default();
    loop {
        let Ok(journal) = journal::lay_out(&folder.0, rounds.orders()) else { return Ended::NotStarted };
        let Ok(mut child) = Child::start(&folder.0) else { return Ended::NotStarted };
        let mut watch = Watch::new(journal);
        let (status, stopped) = match child.watched(|process| watch.look(process)) {
            Ok(ended) => ended,
            Err(error) => return Ended::Died(died(&format!("{error}"))),
        };
        watch.read();
        if let (None, Some(code)) = (&stopped, own_code(status)) {
            return Ended::Status(code);
        }
        match rounds.next(&watch.in_flight(), stopped.as_ref()) {
            Next::Again(words) => tell(&words),
            Next::GiveUp => return Ended::Died(died(&status.to_string())),
        }
    }
}

/// The exit status that the program itself chose, or was made to end with by whoever is at the keyboard.
fn own_code(status: ExitStatus) -> Option<u8> {
    if let Some(code @ 0..=2) = status.code() {
        return u8::try_from(code).ok();
    }
    asked_to_stop(status)
}

#[cfg(unix)]
fn asked_to_stop(status: ExitStatus) -> Option<u8> {
    use std::os::unix::process::ExitStatusExt;
    // Hang-up, interrupt, quit, terminate: as a shell reports them.
    status.signal().filter(|signal| [1, 2, 3, 15].contains(signal)).and_then(|signal| u8::try_from(128 + signal).ok())
}

#[cfg(windows)]
fn asked_to_stop(status: ExitStatus) -> Option<u8> {
    const CONTROL_C: u32 = 0xC000_013A;
    status.code().filter(|code| code.cast_unsigned() == CONTROL_C).map(|_| 130)
}

#[cfg(not(any(unix, windows)))]
fn asked_to_stop(_: ExitStatus) -> Option<u8> {
    None
}

fn died(how: &str) -> Words {
    Words::new(
        format!(
            "程序异常中止（{how}），原因不在某一个报送文件。原有的报告没有改动。可能是内存不足：请关闭其他程序，或用 --jobs 1 再试。"
        ),
        format!(
            "the program died ({how}), and not over any one submission. The report that was there is untouched. \
             Perhaps memory ran short: close other programs, or try again with --jobs 1"
        ),
    )
}

/// A folder of this run's own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let base = env::temp_dir();
        // A name that is taken belongs to a process that was killed, or to somebody else: never write there.
        for _ in 0..1000 {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let folder = base.join(format!("taizhang-{}-{number}", std::process::id()));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self(folder)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        journal::clear(&self.0);
    }
}
