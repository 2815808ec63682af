//! The packed parts of lists. Packing a part is work for one thread: it is done while another makes what comes next, the
//! first rows of the next list and the rest of the workbook included, so that neither waits for the other.

use std::io::{Seek, Write};

use rust_xlsxwriter::XlsxError;
use zip::ZipWriter;

use super::package;

/// Parts that are packed, and what waits to be.
pub struct Packer<P: Write + Seek> {
    archive: ZipWriter<P>,
    waiting: Vec<Piece>,
}

enum Piece {
    /// The name with which a part begins.
    Part(String),
    /// Further text of it.
    Text(String),
}

impl<P: Write + Seek + Send> Packer<P> {
    /// Packs into `out`.
    pub fn new(out: P) -> Self {
        Self { archive: ZipWriter::new(out), waiting: Vec::new() }
    }

    /// Begins a part. Nothing is packed before `beside` or `finish` is called.
    pub fn part(&mut self, name: String) {
        self.waiting.push(Piece::Part(name));
    }

    /// Adds text to the part begun last.
    pub fn text(&mut self, text: String) {
        self.waiting.push(Piece::Text(text));
    }

    /// Adds texts one after the other.
    pub fn texts(&mut self, texts: Vec<String>) {
        self.waiting.extend(texts.into_iter().map(Piece::Text));
    }

    /// Packs what waits while `next` is made, and gives that.
    ///
    /// # Errors
    /// `out` can't be written to.
    pub fn beside<T: Send>(&mut self, next: impl FnOnce() -> T + Send) -> Result<T, XlsxError> {
        let (packed, next) = rayon::join(|| self.pack(), next);
        packed.map(|()| next)
    }

    /// Packs what waits, and gives back what was packed into.
    ///
    /// # Errors
    /// `out` can't be written to.
    pub fn finish(mut self) -> Result<P, XlsxError> {
        self.pack()?;
        Ok(self.archive.finish()?)
    }

    fn pack(&mut self) -> Result<(), XlsxError> {
        for piece in self.waiting.drain(..) {
            match piece {
                Piece::Part(name) => self.archive.start_file(name, package::list_options())?,
                Piece::Text(text) => self.archive.write_all(text.as_bytes())?,
            }
        }
        Ok(())
    }
}
