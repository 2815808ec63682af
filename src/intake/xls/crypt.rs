//! Files that are encrypted although nobody set a password: Excel uses a built-in one when only the structure or a
//! sheet is protected, and every spreadsheet program opens them without asking (MS-OFFCRYPTO 2.3.6).

use super::records::{Record, Records, kind, word};
use crate::intake::locked::DEFAULT_PASSWORD;

/// The key changes with every such stretch of the stream.
const BLOCK: usize = 1024;

/// The stream deciphered with the built-in password, if that is the one; `filepass` is the data of its record.
pub(super) fn decipher(stream: &[u8], filepass: &[u8]) -> Option<Vec<u8>> {
    // Type 1, version 1.1: RC4 with MD5. Other schemes need a real password as far as is known.
    if word(filepass, 0)? != 1 || word(filepass, 2)? != 1 || word(filepass, 4)? != 1 {
        return None;
    }
    let salt = filepass.get(6..22)?;
    let key = base_key(DEFAULT_PASSWORD, salt);
    let mut check = filepass.get(22..54)?.to_vec();
    Keystream::new(key).apply(0, &mut check);
    if md5(&check[..16])[..] != check[16..] {
        return None;
    }
    let mut out = stream.to_vec();
    let mut keystream = Keystream::new(key);
    for Record { kind, at, data } in Records::new(stream, 0) {
        // These are never enciphered, and of a sheet's entry its position is not.
        let plain = match kind {
            kind::BOF | kind::FILEPASS | kind::INTERFACEHDR => data.len(),
            kind::BOUNDSHEET => 4.min(data.len()),
            _ => 0,
        };
        if let Some(part) = out.get_mut(at + plain..at + data.len()) {
            keystream.apply(at + plain, part);
        }
    }
    Some(out)
}

fn base_key(password: &str, salt: &[u8]) -> [u8; 5] {
    let units: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let first = md5(&units);
    let round = [&first[..5], salt].concat();
    let second = md5(&round.repeat(16));
    [second[0], second[1], second[2], second[3], second[4]]
}

/// The RC4 stream over a whole file, keyed anew for each block.
struct Keystream {
    key: [u8; 5],
    block: Option<usize>,
    bytes: Vec<u8>,
}

impl Keystream {
    const fn new(key: [u8; 5]) -> Self {
        Self { key, block: None, bytes: Vec::new() }
    }

    /// Deciphers `data` that stands at `position` in the stream.
    fn apply(&mut self, position: usize, data: &mut [u8]) {
        for (offset, byte) in data.iter_mut().enumerate() {
            let at = position + offset;
            if self.block != Some(at / BLOCK) {
                self.start(at / BLOCK);
            }
            *byte ^= self.bytes.get(at % BLOCK).copied().unwrap_or(0);
        }
    }

    fn start(&mut self, block: usize) {
        let number = u32::try_from(block).unwrap_or(u32::MAX).to_le_bytes();
        let key = md5(&[&self.key[..], &number[..]].concat());
        self.bytes = rc4(&key, BLOCK);
        self.block = Some(block);
    }
}

/// The first `count` bytes of an RC4 stream.
fn rc4(key: &[u8], count: usize) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    (0..count)
        .map(|_| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}

/// MD5 (RFC 1321), here only to derive the keys of a scheme from 1997: nothing is kept safe by it.
fn md5(message: &[u8]) -> [u8; 16] {
    const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301_u32, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((message.len() as u64).wrapping_mul(8).to_le_bytes());
    for chunk in padded.chunks_exact(64) {
        let words: Vec<u32> =
            chunk.chunks_exact(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect();
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_usize {
            let (mixed, index) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = mixed.wrapping_add(a).wrapping_add(constant).wrapping_add(words[index]);
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(SHIFTS[step / 16][step % 4]));
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    for (place, byte) in digest.iter_mut().zip(state.iter().flat_map(|word| word.to_le_bytes())) {
        *place = byte;
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn digests_are_those_of_rfc_1321() {
        for (text, digest) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            assert_eq!(hex(&md5(text.as_bytes())), digest);
        }
    }

    #[test]
    fn the_key_stream_is_rc4() {
        assert_eq!(hex(&rc4(b"Key", 10)), "eb9f7781b734ca72a719");
    }

    #[test]
    fn the_built_in_password_opens_what_it_closed() {
        let salt = [7_u8; 16];
        let key = base_key(DEFAULT_PASSWORD, &salt);
        let mut verifier = vec![3_u8; 16];
        verifier.extend(md5(&[3; 16]));
        Keystream::new(key).apply(0, &mut verifier);
        let filepass = [&[1, 0, 1, 0, 1, 0][..], &salt, &verifier].concat();
        let long = vec![b'x'; 3000];
        let plain = [
            (kind::BOF, vec![0, 6, 5, 0]),
            (kind::FILEPASS, filepass.clone()),
            (kind::BOUNDSHEET, vec![9; 12]),
            (kind::SST, long),
        ]
        .iter()
        .flat_map(|(kind, data)| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat())
        .collect::<Vec<u8>>();
        // The cipher is its own inverse.
        let closed = decipher(&plain, &filepass).unwrap();
        assert_ne!(closed, plain);
        assert_eq!(closed[..4 + 4 + 4 + 54 + 4 + 4], plain[..4 + 4 + 4 + 54 + 4 + 4]);
        assert_eq!(decipher(&closed, &filepass).unwrap(), plain);
        let mut other = filepass.clone();
        other[30] ^= 1;
        assert_eq!(decipher(&closed, &other), None);
    }

    #[test]
    fn nonsense_is_not_deciphered() {
        assert_eq!(decipher(&[1, 2, 3], &[]), None);
        assert_eq!(decipher(&[1, 2, 3], &[1, 0, 1, 0, 1, 0].repeat(9)), None);
    }
}
