//! The text of a cell as its paragraphs give it. Blanks and line breaks between tags are kept, as LibreOffice keeps
//! them in a spreadsheet.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::intake::{
    limits::{Meter, Stop},
    xml,
};

/// Gathers the paragraphs of one cell.
#[derive(Default)]
pub(super) struct CellText {
    /// The text so far.
    pub text: String,
    /// Whether there was a paragraph at all.
    pub any: bool,
}

impl CellText {
    /// Reads one paragraph, whose start was just read, up to its end. `Ok(false)` when the XML breaks off.
    pub(super) fn paragraph(&mut self, reader: &mut Reader<&[u8]>, meter: &mut Meter<'_>) -> Result<bool, Stop> {
        self.begin();
        let mut depth = 0_u32;
        loop {
            meter.step()?;
            let Ok(event) = reader.read_event() else { return Ok(false) };
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    // Notes, reading guides and shapes are not the cell's own words.
                    "annotation" | "ruby-text" | "frame" | "custom-shape" | "note" => {
                        if reader.read_to_end(element.name()).is_err() {
                            return Ok(false);
                        }
                    }
                    _ => {
                        self.special(&element, meter)?;
                        depth += 1;
                    }
                },
                Event::Empty(element) => self.special(&element, meter)?,
                Event::End(_) if depth == 0 => return Ok(true),
                Event::End(_) => depth -= 1,
                Event::Text(event) => self.text.push_str(&event.xml10_content()),
                Event::CData(event) => self.text.push_str(&event.xml10_content()),
                Event::GeneralRef(event) => xml::push_reference(&mut self.text, &event),
                Event::Eof => return Ok(false),
                _ => {}
            }
        }
    }

    /// A paragraph without content.
    pub(super) fn begin(&mut self) {
        if self.any {
            self.text.push('\n');
        }
        self.any = true;
    }

    fn special(&mut self, element: &BytesStart<'_>, meter: &mut Meter<'_>) -> Result<(), Stop> {
        match element.local_name().as_ref() {
            "s" => {
                let count =
                    xml::attribute(element, "c").and_then(|count| count.trim().parse::<usize>().ok()).unwrap_or(1);
                meter.expand(count)?;
                meter.text_chars(count as u64)?;
                self.text.extend(std::iter::repeat_n(' ', count));
            }
            "tab" => self.text.push('\t'),
            "line-break" => self.text.push('\n'),
            _ => {}
        }
        Ok(())
    }
}
