//! Workbooks that are encrypted with the built-in password are read without a word; a real password stays closed.

mod intake_support;

use std::io::{Cursor, Write};

use aes::{
    Aes128, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use intake_support::{outline, read};
use rust_xlsxwriter::Workbook;
use sha1::{Digest, Sha1};
use taizhang::model::{Fault, Format};

/// Written by msoffcrypto-tool, which writes the agile scheme.
const AGILE: &[u8] = include_bytes!("files/intake/agile-default.xlsx");
const AGILE_SECRET: &[u8] = include_bytes!("files/intake/agile-secret.xlsx");

#[test]
fn agile_with_the_built_in_password_is_read() {
    let submission = read("市水务局.xlsx", AGILE);
    assert_eq!((submission.format, &submission.faults), (Some(Format::Xlsx), &vec![]));
    assert_eq!(outline(&submission), "[上半年]\nA1 = \"重点任务\"\nB1 = \"完成率\"\nA2 = \"完善城市路网\"\nB2 = 0.841");
}

#[test]
fn a_real_password_stays_closed() {
    for bytes in [AGILE_SECRET.to_vec(), standard(&plain(), "市水务局2023")] {
        let submission = read("市水务局.xlsx", &bytes);
        assert_eq!(submission.faults, [Fault::Encrypted]);
        assert!(submission.book.is_none());
    }
}

#[test]
fn a_locked_workbook_in_a_container_that_is_not_as_it_should_be_is_locked_all_the_same() {
    let mut bytes = AGILE_SECRET.to_vec();
    // The mark of the byte order.
    bytes[0x1C] = 0;
    assert_eq!(read("市水务局.xlsx", &bytes).faults, [Fault::Encrypted]);
}

#[test]
fn standard_with_the_built_in_password_is_read() {
    let submission = read("市水务局.xlsx", &standard(&plain(), "VelvetSweatshop"));
    assert_eq!((submission.format, &submission.faults), (Some(Format::Xlsx), &vec![]));
    assert_eq!(outline(&submission), "[Sheet1]\nA1 = \"截至6月底\"");
}

#[test]
fn damage_inside_is_told_and_never_read_as_data() {
    let whole = outline(&read("a.xlsx", AGILE));
    for at in (0..AGILE.len()).step_by(AGILE.len() / 24) {
        let mut damaged = AGILE.to_vec();
        damaged[at] ^= 0x10;
        let submission = read("a.xlsx", &damaged);
        assert!(!submission.faults.is_empty() || outline(&submission) == whole, "byte {at}");
    }
}

fn plain() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "截至6月底").unwrap();
    book.save_to_buffer().unwrap()
}

/// Encrypted as Excel 2007 does: AES-128 in ECB mode, SHA-1, 50,000 rounds.
fn standard(package: &[u8], password: &str) -> Vec<u8> {
    let salt = [5_u8; 16];
    let aes = Aes128::new_from_slice(&key(&salt, password)).unwrap();
    let verifier = [9_u8; 16];
    let mut digest = Sha1::digest(verifier).to_vec();
    digest.resize(32, 0);
    let header: Vec<u8> = [0x24_u32, 0, 0x660E, 0x8004, 128, 0x18, 0, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
    let header = [header, "Microsoft AES\0".encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let info = [
        &[3, 0, 2, 0, 0x24, 0, 0, 0][..],
        &(header.len() as u32).to_le_bytes(),
        &header,
        &16_u32.to_le_bytes(),
        &salt,
        &closed(&aes, &verifier),
        &20_u32.to_le_bytes(),
        &closed(&aes, &digest),
    ]
    .concat();
    let mut padded = package.to_vec();
    padded.resize(package.len().next_multiple_of(16), 0);
    let package = [&(package.len() as u64).to_le_bytes()[..], &closed(&aes, &padded)].concat();
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/EncryptionInfo", info), ("/EncryptedPackage", package)] {
        file.create_stream(name).unwrap().write_all(&bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn closed(aes: &Aes128, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in data.chunks_exact(16) {
        let mut block = Block::try_from(chunk).unwrap();
        aes.encrypt_block(&mut block);
        out.extend_from_slice(&block);
    }
    out
}

fn key(salt: &[u8], password: &str) -> Vec<u8> {
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut digest = Sha1::digest([salt, &password].concat());
    for round in 0..50_000_u32 {
        digest = Sha1::digest([&round.to_le_bytes()[..], &digest[..]].concat());
    }
    let last = Sha1::digest([&digest[..], &[0; 4]].concat());
    let mut block = [0x36_u8; 64];
    block.iter_mut().zip(&last).for_each(|(byte, part)| *byte ^= part);
    Sha1::digest(block)[..16].to_vec()
}
