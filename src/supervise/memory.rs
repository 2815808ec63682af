//! How much memory another process holds.

/// Bytes in use by a process; `None` when it can't be told.
#[cfg(target_os = "linux")]
pub(super) fn of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes.saturating_mul(1024))
}

/// Bytes in use by a process; `None` when it can't be told.
#[cfg(not(target_os = "linux"))]
pub(super) fn of(process: u32) -> Option<u64> {
    use std::sync::{Mutex, OnceLock};

    use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

    static SYSTEM: OnceLock<Mutex<System>> = OnceLock::new();
    let mut system = SYSTEM.get_or_init(|| Mutex::new(System::new())).lock().ok()?;
    let pid = Pid::from_u32(process);
    let what = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, what);
    system.process(pid).map(sysinfo::Process::memory)
}

#[cfg(test)]
mod tests {
    #[test]
    fn this_process_holds_something() {
        let held = super::of(std::process::id()).unwrap();
        assert!((1 << 20..1 << 40).contains(&held), "{held}");
    }
}
