//! A reader that trips over a file must neither take the others down nor write to standard error: the trip is the
//! file's fault, and is told as one.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
};

thread_local! {
    /// Whether this thread is inside a reader.
    static READING: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// What `work` gives, or `None` when it panics. The process's panic hook stays in force for every thread that is not in
/// here at that moment.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !READING.try_with(Cell::get).unwrap_or(false) {
                before(info);
            }
        }));
    });
    let outer = READING.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    READING.set(outer);
    outcome.ok()
}

#[cfg(test)]
mod tests {
    use std::{env, process::Command};

    use super::*;

    const CHILD: &str = "TAIZHANG_TEST_QUIET_CHILD";

    /// Runs itself in a process of its own, so that all of its standard error can be seen.
    #[test]
    fn a_panic_inside_is_silent_and_one_outside_is_not() {
        if env::var_os(CHILD).is_some() {
            let trip = |words: &'static str| panic::panic_any(words);
            assert_eq!(caught(|| 1), Some(1));
            assert_eq!(caught(|| trip("inside a reader")), None::<()>);
            assert_eq!(caught(|| caught(|| trip("deeper inside"))), Some(None::<()>));
            assert!(catch_unwind(|| trip("after the readers")).is_err());
            return;
        }
        let output = Command::new(env::current_exe().unwrap())
            .args(["intake::quiet::tests::a_panic_inside_is_silent_and_one_outside_is_not", "--exact", "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        assert!(told.contains("after the readers"), "{told}");
        assert!(!told.contains("inside a reader") && !told.contains("deeper inside"), "{told}");
    }
}
