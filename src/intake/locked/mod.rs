//! OOXML workbooks that are encrypted although nobody set a password: Excel uses a built-in one when only the structure
//! or the opening for writing is protected, and every spreadsheet program opens them without asking (MS-OFFCRYPTO 2.3.4).
//! A workbook behind a real password stays closed.

mod agile;
mod cipher;
mod standard;

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use cfb::CompoundFile;

use super::{limits::Stop, xls};

/// The password that Excel uses when the user gave none.
pub(super) const DEFAULT_PASSWORD: &str = "VelvetSweatshop";

/// How the name of the stream with the workbook stands in a compound file.
const PACKAGE: &str = "EncryptedPackage";

/// The workbook inside an encrypted container, when the built-in password opens it; any other file as it is.
///
/// # Errors
/// Encrypted, and not with the built-in password; or by a scheme that Excel does not use.
pub(super) fn opened(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Stop> {
    if !bytes.starts_with(xls::MAGIC) || !names_package(bytes) {
        return Ok(Cow::Borrowed(bytes));
    }
    // Only an encrypted workbook has a directory entry of that name: one whose container is damaged besides stays closed.
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| Stop::Encrypted)?;
    if !file.is_stream(format!("/{PACKAGE}")) {
        return Ok(Cow::Borrowed(bytes));
    }
    let info = stream(&mut file, "EncryptionInfo", bytes.len()).ok_or(Stop::Encrypted)?;
    let package = stream(&mut file, PACKAGE, bytes.len()).ok_or(Stop::Encrypted)?;
    let plain = match info.get(..4) {
        Some([4, 0, 4, 0]) => agile::decipher(&info, &package),
        Some([2..=4, 0, 2, 0]) => standard::decipher(&info, &package),
        _ => None,
    };
    plain.map(Cow::Owned).ok_or(Stop::Encrypted)
}

/// Whether the stream's name stands anywhere in the file: far cheaper than opening every compound file twice.
fn names_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = PACKAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Directory entries begin at multiples of 128 bytes.
    bytes.chunks_exact(128).any(|entry| entry.starts_with(&name))
}

fn stream(file: &mut CompoundFile<Cursor<&[u8]>>, name: &str, most: usize) -> Option<Vec<u8>> {
    let stream = file.open_stream(format!("/{name}")).ok()?;
    let mut bytes = Vec::new();
    stream.take(most as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// A package's declared length and the bytes after it: what is deciphered is cut to that length.
fn package_parts(package: &[u8]) -> Option<(usize, &[u8])> {
    let (length, data) = package.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    (length <= data.len()).then_some((length, data))
}

/// The password as the schemes hash it.
fn password() -> Vec<u8> {
    DEFAULT_PASSWORD.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
