//! Finding what was sent: folders, order, litter, links, and files that are none.

use std::fs;

use taizhang::intake::{Found, Limits, find, read, read_all};

fn folder(files: &[&str]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for file in files {
        let path = root.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "序号,任务\n1,甲\n").unwrap();
    }
    root
}

fn names(found: &[Found]) -> Vec<&str> {
    found.iter().map(|found| &*found.file).collect()
}

#[test]
fn folders_are_walked_to_any_depth_in_one_order() {
    let root = folder(&[
        "submissions/b.csv",
        "submissions/水务/一/二/a.csv",
        "submissions/a.csv",
        "submissions/.hidden/x.csv",
        "other.csv",
    ]);
    let submissions = root.path().join("submissions");
    let expected =
        ["submissions/.hidden/x.csv", "submissions/a.csv", "submissions/b.csv", "submissions/水务/一/二/a.csv"];
    assert_eq!(names(&find(root.path(), std::slice::from_ref(&submissions))), expected);
    // The same file named twice is one file; files and folders may be mixed.
    let twice = [submissions.join("a.csv"), submissions, root.path().join("other.csv")];
    assert_eq!(names(&find(root.path(), &twice)), [&["other.csv"][..], &expected].concat());
    assert_eq!(names(&find(root.path(), &[])), [""; 0]);
}

#[test]
fn litter_is_listed_and_passed_over() {
    let root = folder(&["s/~$市水务局.xlsx", "s/市水务局.csv", "s/Thumbs.db", "s/.DS_Store", "s/__MACOSX/a.csv"]);
    let found = find(root.path(), &[root.path().join("s")]);
    assert_eq!(found.len(), 5);
    let read = read_all(&found, &Limits::default(), 1, &|_| {});
    let kept: Vec<_> = read.iter().filter(|one| one.ignored.is_none()).map(|one| &*one.file).collect();
    assert_eq!(kept, ["s/市水务局.csv"]);
    assert!(read.iter().all(|one| one.ignored.is_none() || (one.book.is_none() && one.faults.is_empty())));
}

#[test]
fn what_is_not_there_is_said() {
    let root = folder(&["a.csv"]);
    let found = find(root.path(), &[root.path().join("没有.xlsx")]);
    assert_eq!(names(&found), ["没有.xlsx"]);
    let submission = read(&found[0], &Limits::default());
    assert!(submission.faults[0].is_fatal() && submission.sha256.is_empty());
    // A folder where a file should be.
    let odd = Found { file: "x".into(), path: root.path().to_path_buf() };
    assert!(read(&odd, &Limits::default()).faults[0].is_fatal());
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let root = folder(&["a.csv"]);
    let found = find(root.path(), &[root.path().join("a.csv")]);
    let limits = Limits { file_bytes: 4, ..Limits::default() };
    assert!(matches!(&read(&found[0], &limits).faults[..], [taizhang::model::Fault::Limit { allowed: 4, .. }]));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let list: Vec<String> = (0..40).map(|number| format!("s/{number:02}.csv")).collect();
    let root = folder(&list.iter().map(String::as_str).collect::<Vec<_>>());
    let found = find(root.path(), &[root.path().join("s")]);
    let seen = std::sync::atomic::AtomicUsize::new(0);
    let count = |_: &Found| {
        seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let one = read_all(&found, &Limits::default(), 1, &count);
    for jobs in [0, 2, 7] {
        assert_eq!(read_all(&found, &Limits::default(), jobs, &count), one);
    }
    assert_eq!(seen.into_inner(), 160);
    assert_eq!(one.iter().map(|one| &*one.file).collect::<Vec<_>>(), names(&found));
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_and_not_outside() {
    use std::os::unix::fs::symlink;
    let root = folder(&["s/a.csv", "outside/secret.csv"]);
    let s = root.path().join("s");
    symlink(s.join("a.csv"), s.join("inside.csv")).unwrap();
    symlink(root.path().join("outside/secret.csv"), s.join("leak.csv")).unwrap();
    symlink(root.path().join("outside"), s.join("folder")).unwrap();
    symlink(&s, s.join("loop")).unwrap();
    let found = find(root.path(), std::slice::from_ref(&s));
    assert_eq!(names(&found), ["s/a.csv", "s/folder", "s/inside.csv", "s/leak.csv", "s/loop"]);
    let read_them = read_all(&found, &Limits::default(), 2, &|_| {});
    let read_names: Vec<_> = read_them.iter().filter(|one| one.book.is_some()).map(|one| &*one.file).collect();
    assert_eq!(read_names, ["s/a.csv", "s/inside.csv"]);
    assert!(read_them.iter().all(|one| one.book.is_some() || one.ignored.is_some()));
    // What the operator names himself is followed.
    let named = find(root.path(), &[s.join("leak.csv")]);
    assert!(read(&named[0], &Limits::default()).book.is_some());
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_stop_the_run() {
    let root = folder(&["s/a.csv"]);
    let pipe = root.path().join("s/pipe.xlsx");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let found = find(root.path(), &[root.path().join("s")]);
    let read_them = read_all(&found, &Limits::default(), 1, &|_| {});
    assert!(read_them[1].faults[0].is_fatal());
}
