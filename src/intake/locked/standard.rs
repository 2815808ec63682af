//! Standard encryption, as Excel 2007 writes it (MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9): AES in ECB mode, SHA-1.

use super::{
    cipher::{Aes, BLOCK, Hash},
    package_parts, password,
};

/// How often the password's digest is digested again.
const ROUNDS: u32 = 50_000;

/// The package deciphered with the built-in password, if that is the one.
pub(super) fn decipher(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    let header_size = long(info, 8)?;
    let header = info.get(12..12_usize.checked_add(header_size)?)?;
    let verifier = info.get(12 + header_size..)?;
    let bits = long(header, 16)?;
    let salt = verifier.get(4..20)?;
    let aes = Aes::new(&key(salt, bits / 8)?)?;
    let input = aes.each(verifier.get(20..36)?);
    let expected = aes.each(verifier.get(40..72)?);
    if Hash::Sha1.of(&input, &[])[..] != *expected.get(..20)? {
        return None;
    }
    let (length, data) = package_parts(package)?;
    let mut plain = aes.each(data.get(..data.len() - data.len() % BLOCK)?);
    if plain.len() < length {
        return None;
    }
    plain.truncate(length);
    Some(plain)
}

fn key(salt: &[u8], length: usize) -> Option<Vec<u8>> {
    let hash = Hash::Sha1;
    let last = hash.of(&hash.spun(salt, &password(), ROUNDS), &0_u32.to_le_bytes());
    let padded = |filler: u8| {
        let mut block = [filler; 64];
        block.iter_mut().zip(&last).for_each(|(byte, part)| *byte ^= part);
        hash.of(&block, &[])
    };
    let both = [padded(0x36), padded(0x5C)].concat();
    both.get(..length).map(<[u8]>::to_vec)
}

fn long(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}
