//! Finding what was sent: folders walked to any depth, litter told from submissions, bytes read within limits.

use std::{
    fs, io,
    io::Read,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use super::limits::{Limits, Stop, within};
use crate::model::Words;

/// A file found in the submissions folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Name relative to the workspace, `/` on every system.
    pub file: Arc<str>,
    /// Where it is.
    pub path: PathBuf,
}

/// How deep folders are followed; a deeper one is the work of a program.
const MAX_DEPTH: usize = 64;

/// Every file below `paths`, in the order of their relative names; folders are walked to any depth, links are not
/// followed outside. A path may be a file or a folder; one that does not exist is listed, so that its reading can say
/// so. Lock files and other litter are listed too, and passed over by the reading with the reason.
pub fn find(root: &Path, paths: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        // What the operator names is followed, link or not; what lies below it is not.
        if path.is_dir() {
            let inside = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            Walk { root, inside, found: &mut found }.folder(path, 0);
        } else {
            let target = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
            found.push(Found { file: relative(path, root), path: target.unwrap_or_else(|| path.clone()) });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// A walk through one folder that the operator named.
struct Walk<'a> {
    root: &'a Path,
    inside: PathBuf,
    found: &'a mut Vec<Found>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) {
        let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>());
        let Ok(entries) = entries else {
            // A folder that can't be opened is listed itself, so that it is not lost.
            self.found.push(Found { file: relative(folder, self.root), path: folder.to_path_buf() });
            return;
        };
        for entry in entries {
            let path = entry.path();
            let kind = entry.file_type();
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) && depth < MAX_DEPTH {
                self.folder(&path, depth + 1);
            } else {
                let is_link = kind.is_ok_and(|kind| kind.is_symlink());
                let target = if is_link { self.target(&path) } else { None };
                self.found.push(Found { file: relative(&path, self.root), path: target.unwrap_or(path) });
            }
        }
    }

    /// The file a link leads to, when that is a file inside the folder; any other link stays a link, for `passed_over`.
    fn target(&self, link: &Path) -> Option<PathBuf> {
        fs::canonicalize(link).ok().filter(|target| target.starts_with(&self.inside) && target.is_file())
    }
}

/// The name under which a path is spoken of: relative to `root` where it lies below it, as given otherwise.
fn relative(path: &Path, root: &Path) -> Arc<str> {
    let below = path.strip_prefix(root).map(Path::to_path_buf).ok().or_else(|| {
        let folder = fs::canonicalize(path.parent().filter(|parent| !parent.as_os_str().is_empty())?).ok()?;
        let folder = folder.strip_prefix(fs::canonicalize(root).ok()?).ok()?.to_path_buf();
        Some(folder.join(path.file_name()?))
    });
    let name = below.as_deref().unwrap_or(path);
    let mut parts: Vec<String> = Vec::new();
    for component in name.components() {
        match component {
            Component::CurDir => {}
            Component::RootDir => parts.push(String::new()),
            other => parts.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/").into()
}

/// Why a file is no submission at all, if it is none: a program's litter, or a link that leads elsewhere.
pub(super) fn passed_over(found: &Found) -> Option<Words> {
    litter(&found.file).or_else(|| leads_outside(found))
}

fn litter(file: &str) -> Option<Words> {
    let parts: Vec<&str> = file.split('/').filter(|part| !part.is_empty()).collect();
    let (name, folders) = parts.split_last()?;
    let lower = name.to_lowercase();
    if name.starts_with("~$") || name.starts_with(".~lock") || (name.starts_with(".~") && name.len() > 2) {
        return Some(Words::new(
            "这是文件打开时自动产生的锁定文件，不是报送材料。",
            "a lock file that a program leaves while a workbook is open, not a submission",
        ));
    }
    if matches!(lower.as_str(), "thumbs.db" | "ehthumbs.db" | "desktop.ini") {
        return Some(Words::new(
            "这是系统自动产生的文件，不是报送材料。",
            "a file of the operating system, not a submission",
        ));
    }
    if folders.iter().any(|folder| folder.eq_ignore_ascii_case("__MACOSX")) {
        return Some(Words::new(
            "这是 macOS 压缩时附带的文件，不是报送材料。",
            "a by-product of packing on macOS, not a submission",
        ));
    }
    if parts.iter().any(|part| part.starts_with('.') && !matches!(*part, "." | "..")) {
        return Some(Words::new(
            "名称以点开头的是隐藏文件或文件夹，不作为报送材料。",
            "a hidden file or folder (its name starts with a dot), not taken for a submission",
        ));
    }
    let temporary = [".tmp", ".temp", ".crdownload", ".part", ".partial", ".swp"];
    if temporary.iter().any(|ending| lower.ends_with(ending)) {
        return Some(Words::new(
            "这是临时文件或未下载完的文件，不是报送材料。",
            "a temporary file or an unfinished download, not a submission",
        ));
    }
    None
}

/// A link inside the folder that leads out of it is not followed: it could name any file of this machine.
fn leads_outside(found: &Found) -> Option<Words> {
    if !found.path.is_symlink() {
        return None;
    }
    Some(Words::new(
        "这是一个指向文件夹之外的链接，未予跟随。请把文件本身放进报送文件夹。",
        "a link that leads out of the folder and is not followed: put the file itself into the folder",
    ))
}

/// The file's bytes, if it is a regular file within the limits.
pub(super) fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, Stop> {
    let meta = fs::metadata(path).map_err(|error| cannot_open(&error))?;
    if meta.is_dir() {
        return Err(Stop::unreadable(
            "这是一个无法打开的文件夹，里面的文件没有读取。请检查文件夹的访问权限。",
            "a folder that cannot be opened; nothing in it was read: check its permissions",
        ));
    }
    if !meta.is_file() {
        return Err(Stop::unreadable(
            "这不是普通文件（可能是管道或设备），无法读取。请换成表格文件本身。",
            "not a regular file (a pipe or a device) and not read: put the spreadsheet itself here",
        ));
    }
    within("file_bytes", limits.file_bytes, meta.len())?;
    let file = fs::File::open(path).map_err(|error| cannot_open(&error))?;
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // The file may grow while it is read.
    let mut bounded = file.take(limits.file_bytes.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|error| cannot_open(&error))?;
    within("file_bytes", limits.file_bytes, bytes.len() as u64)?;
    Ok(bytes)
}

fn cannot_open(error: &io::Error) -> Stop {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Stop::unreadable("找不到这个文件。请检查路径是否正确。", "there is no such file: check the path")
        }
        io::ErrorKind::PermissionDenied => Stop::unreadable(
            "没有权限打开这个文件。请检查文件权限，或确认它没有被别的程序占用。",
            "no permission to open the file: check its permissions and that no other program holds it",
        ),
        _ => Stop::unreadable(
            format!("文件打不开（{error}）。请检查磁盘，或重新拷贝一份。"),
            format!("the file cannot be opened ({error}): check the disk, or copy it again"),
        ),
    }
}

/// SHA-256 in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A file name without its ending.
pub(super) fn stem(name: &str) -> &str {
    match name.rfind('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}

/// A file name's ending in lower case, without the dot.
pub(super) fn ending(name: &str) -> Option<String> {
    name.rfind('.').filter(|&dot| dot > 0).map(|dot| name[dot + 1..].to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn litter_is_told_from_submissions() {
        for name in [
            "submissions/~$市水务局.xlsx",
            "submissions/.~lock.市水务局.xlsx#",
            "submissions/.DS_Store",
            "submissions/._市水务局.xlsx",
            "submissions/.git/config",
            "submissions/__MACOSX/市水务局.xlsx",
            "Thumbs.db",
            "a/Desktop.ini",
            "~WRL0001.tmp",
            "市水务局.xlsx.crdownload",
        ] {
            assert!(litter(name).is_some(), "{name}");
        }
        for name in [
            "submissions/市水务局.xlsx",
            "~市水务局.xlsx",
            "../x/市水务局.xlsx",
            "市水务局.docx",
            "README",
            "2023.6.30",
        ] {
            assert!(litter(name).is_none(), "{name}");
        }
    }

    #[test]
    fn stems_and_endings() {
        for (name, stem_of, ending_of) in [
            ("市水务局.xlsx", "市水务局", Some("xlsx")),
            ("市水务局.2023.XLS", "市水务局.2023", Some("xls")),
            ("市水务局", "市水务局", None),
            (".hidden", ".hidden", None),
        ] {
            assert_eq!(stem(name), stem_of);
            assert_eq!(ending(name).as_deref(), ending_of);
        }
    }
}
