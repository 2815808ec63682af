//! The watched process: started with the arguments of this one, waited for, and ended when the watch says so.

use std::{
    env, io,
    path::Path,
    process::{self, ChildStdin, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{SUPERVISED, watch::Stopped};

/// How often the watch looks.
const LOOK: Duration = Duration::from_millis(20);
/// The shortest and the longest nap between two questions whether the child has ended; in between, a two-hundredth of
/// the time that it has taken, so that nobody waits for the watcher.
const NAP: (Duration, Duration) = (Duration::from_micros(300), Duration::from_millis(20));

/// A child that ends with its owner.
pub(super) struct Child {
    process: process::Child,
    /// Open as long as this process lives: the child ends when it closes.
    _lifeline: Option<ChildStdin>,
}

impl Child {
    /// Starts this program again.
    pub(super) fn start(folder: &Path) -> io::Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .args(env::args_os().skip(1))
            .env(SUPERVISED, folder)
            // Pages of 2 MiB, of which a run uses a part: without them it holds a third less, and is no slower.
            .env("MIMALLOC_ALLOW_THP", "0")
            .stdin(Stdio::piped())
            .spawn()?;
        let lifeline = process.stdin.take();
        Ok(Self { process, _lifeline: lifeline })
    }

    /// Waits for its end, or for `look` to say that it must end.
    pub(super) fn watched(
        &mut self,
        mut look: impl FnMut(u32) -> Option<Stopped>,
    ) -> io::Result<(ExitStatus, Option<Stopped>)> {
        let started = Instant::now();
        let mut looked = started;
        loop {
            if let Some(status) = self.process.try_wait()? {
                return Ok((status, None));
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                if let Some(stopped) = look(self.process.id()) {
                    // It may have ended in this moment; then there is nothing to kill.
                    let _ = self.process.kill();
                    return Ok((self.process.wait()?, Some(stopped)));
                }
            }
            thread::sleep((started.elapsed() / 200).clamp(NAP.0, NAP.1));
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}
