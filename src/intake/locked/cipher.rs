//! The digests and the block cipher that the schemes are built from.

use aes::{
    Aes128, Aes192, Aes256, Block,
    cipher::{BlockCipherDecrypt, KeyInit},
};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Bytes of a cipher block.
pub(super) const BLOCK: usize = 16;

/// A digest that a scheme may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// By its name in an encryption descriptor.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SHA1" | "SHA-1" => Self::Sha1,
            "SHA256" | "SHA-256" => Self::Sha256,
            "SHA384" | "SHA-384" => Self::Sha384,
            "SHA512" | "SHA-512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The digest of two texts one after the other.
    pub(super) fn of(self, first: &[u8], second: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::new().chain_update(first).chain_update(second).finalize().to_vec(),
            Self::Sha256 => Sha256::new().chain_update(first).chain_update(second).finalize().to_vec(),
            Self::Sha384 => Sha384::new().chain_update(first).chain_update(second).finalize().to_vec(),
            Self::Sha512 => Sha512::new().chain_update(first).chain_update(second).finalize().to_vec(),
        }
    }

    /// The digest of salt and password, digested again `rounds` times with the number of the round.
    pub(super) fn spun(self, salt: &[u8], password: &[u8], rounds: u32) -> Vec<u8> {
        (0..rounds).fold(self.of(salt, password), |digest, round| self.of(&round.to_le_bytes(), &digest))
    }
}

/// AES with a key of one of its three lengths.
pub(super) enum Aes {
    Bits128(Aes128),
    Bits192(Aes192),
    Bits256(Aes256),
}

impl Aes {
    /// `None` for a key of another length.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        match key.len() {
            16 => Aes128::new_from_slice(key).ok().map(Self::Bits128),
            24 => Aes192::new_from_slice(key).ok().map(Self::Bits192),
            32 => Aes256::new_from_slice(key).ok().map(Self::Bits256),
            _ => None,
        }
    }

    fn block(&self, block: &mut Block) {
        match self {
            Self::Bits128(aes) => aes.decrypt_block(block),
            Self::Bits192(aes) => aes.decrypt_block(block),
            Self::Bits256(aes) => aes.decrypt_block(block),
        }
    }

    /// Deciphers whole blocks, each for itself (ECB); bytes after the last whole block are left away.
    pub(super) fn each(&self, data: &[u8]) -> Vec<u8> {
        let mut plain = Vec::with_capacity(data.len());
        for chunk in data.chunks_exact(BLOCK) {
            if let Ok(mut block) = Block::try_from(chunk) {
                self.block(&mut block);
                plain.extend_from_slice(&block);
            }
        }
        plain
    }

    /// Deciphers whole blocks that are chained (CBC), the first to `start`.
    pub(super) fn chained(&self, start: &[u8], data: &[u8]) -> Vec<u8> {
        let mut plain = self.each(data);
        let before = start.chunks(BLOCK).take(1).chain(data.chunks_exact(BLOCK));
        for (block, mask) in plain.chunks_mut(BLOCK).zip(before) {
            for (byte, mask) in block.iter_mut().zip(mask) {
                *byte ^= mask;
            }
        }
        plain
    }
}
