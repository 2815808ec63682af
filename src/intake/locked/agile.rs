//! Agile encryption, as Excel 2010 and later write it (MS-OFFCRYPTO 2.3.4.10 to 2.3.4.15): a descriptor in XML, AES in CBC
//! mode over segments. The checksum over the whole is not asked for: every part of the workbook inside has its own.

use base64::{Engine, prelude::BASE64_STANDARD as STANDARD};
use quick_xml::events::{BytesStart, Event};

use super::{
    cipher::{Aes, BLOCK, Hash},
    package_parts, password,
};
use crate::intake::xml;

/// Bytes that are enciphered to one start value.
const SEGMENT: usize = 4096;
/// More rounds than any program asks for: only made to cost time.
const MOST_ROUNDS: u32 = 1_000_000;
/// What distinguishes the three keys that are made from the password.
const INPUT: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const VALUE: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// The package deciphered with the built-in password, if that is the one.
pub(super) fn decipher(info: &[u8], package: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(info.get(8..)?).ok()?;
    let (data, by_password) = descriptor(text)?;
    let key = by_password.package_key()?;
    let aes = Aes::new(key.get(..data.scheme.key_bytes)?)?;
    let (length, rest) = package_parts(package)?;
    let mut plain = Vec::with_capacity(rest.len());
    for (number, segment) in rest.chunks(SEGMENT).enumerate() {
        let number = u32::try_from(number).ok()?.to_le_bytes();
        let start = fitted(&data.scheme.hash.of(&data.salt, &number), BLOCK);
        plain.extend(aes.chained(&start, segment));
    }
    if plain.len() < length {
        return None;
    }
    plain.truncate(length);
    Some(plain)
}

struct Scheme {
    hash: Hash,
    key_bytes: usize,
}

/// How the package is enciphered.
struct KeyData {
    scheme: Scheme,
    salt: Vec<u8>,
}

/// How the package's key is kept behind a password.
struct ByPassword {
    scheme: Scheme,
    salt: Vec<u8>,
    rounds: u32,
    input: Vec<u8>,
    value: Vec<u8>,
    key: Vec<u8>,
}

impl ByPassword {
    /// The key of the package, when the built-in password is the right one.
    fn package_key(&self) -> Option<Vec<u8>> {
        let hash = self.scheme.hash;
        let spun = hash.spun(&self.salt, &password(), self.rounds);
        let start = fitted(&self.salt, BLOCK);
        let open = |purpose: &[u8], data: &[u8]| {
            let key = fitted(&hash.of(&spun, purpose), self.scheme.key_bytes);
            Some(Aes::new(&key)?.chained(&start, data))
        };
        let input = open(&INPUT, &self.input)?;
        let digest = hash.of(input.get(..self.salt.len())?, &[]);
        if open(&VALUE, &self.value)?.get(..digest.len())? != digest {
            return None;
        }
        open(&KEY, &self.key)
    }
}

/// Cut to a length, or filled up to it.
fn fitted(bytes: &[u8], length: usize) -> Vec<u8> {
    bytes.iter().copied().chain(std::iter::repeat(0x36)).take(length).collect()
}

fn descriptor(text: &str) -> Option<(KeyData, ByPassword)> {
    let (mut data, mut by_password) = (None, None);
    let mut reader = xml::reader(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "keyData" => data = Some(KeyData { scheme: scheme(&element)?, salt: binary(&element, "saltValue")? }),
                "encryptedKey" => by_password = Some(key_by_password(&element)?),
                _ => {}
            },
            Event::Eof => return data.zip(by_password),
            _ => {}
        }
    }
}

fn key_by_password(element: &BytesStart<'_>) -> Option<ByPassword> {
    let rounds = xml::attribute(element, "spinCount")?.trim().parse().ok()?;
    (rounds <= MOST_ROUNDS).then_some(())?;
    Some(ByPassword {
        scheme: scheme(element)?,
        salt: binary(element, "saltValue")?,
        rounds,
        input: binary(element, "encryptedVerifierHashInput")?,
        value: binary(element, "encryptedVerifierHashValue")?,
        key: binary(element, "encryptedKeyValue")?,
    })
}

/// AES in CBC mode is all that Excel uses.
fn scheme(element: &BytesStart<'_>) -> Option<Scheme> {
    let get = |name| xml::attribute(element, name);
    if get("cipherAlgorithm")? != "AES" || get("cipherChaining")? != "ChainingModeCBC" {
        return None;
    }
    let key_bytes = get("keyBits")?.trim().parse::<usize>().ok()? / 8;
    Some(Scheme { hash: Hash::named(&get("hashAlgorithm")?)?, key_bytes: key_bytes.min(32) })
}

fn binary(element: &BytesStart<'_>, name: &str) -> Option<Vec<u8>> {
    let text: String = xml::attribute(element, name)?.split_ascii_whitespace().collect();
    STANDARD.decode(text).ok()
}
