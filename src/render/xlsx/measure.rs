//! How much room a text takes: widths in ems, line breaks as a spreadsheet program sets them, cautiously.
//!
//! No font is at hand when a report is written, and the reader's machine may have another one. So every class of
//! character has the width that it has in the widest of the usual fonts, and a line holds a little less than it could.

use unicode_width::UnicodeWidthChar;

/// Share of a line that is counted on: programs scale columns by the font that they really have.
const CAUTION: f64 = 0.955;

/// Width of a character in ems.
pub fn char_width(c: char) -> f64 {
    match c {
        '\u{4e00}'..='\u{9fff}' => 1.0,
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.36,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.95,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' => 0.72,
        '!'..='~' => 0.57,
        '\t' => 2.0,
        _ => match c.width_cjk() {
            None | Some(0) => 0.0,
            Some(1) => 0.62,
            Some(_) => 1.0,
        },
    }
}

/// Width of a text in ems, were it set on one line.
#[cfg(test)]
pub fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// Where each line of a text starts (byte positions, the first is 0), set in a column `ems` wide.
///
/// Han characters break anywhere, save that a closing mark never starts a line; words and numbers stay whole unless
/// they are wider than a line.
pub fn line_starts(text: &str, ems: f64) -> Vec<usize> {
    first_lines(text, ems, usize::MAX)
}

/// Number of lines of a text in a column `ems` wide.
pub fn line_count(text: &str, ems: f64) -> usize {
    // No character but a tab is wider than an em, and none has less than a byte: most cells need no closer look.
    let short = text.len() as f64 <= ems * CAUTION && !text.contains(['\n', '\t']);
    if short { 1 } else { line_starts(text, ems).len() }
}

/// As `line_starts`, but no further than `most` lines: a long text is cut piece by piece without being read again.
fn first_lines(text: &str, ems: f64, most: usize) -> Vec<usize> {
    let room = (ems * CAUTION).max(1.0);
    let mut starts = vec![0];
    let mut at = Line::default();
    for (position, c) in text.char_indices() {
        if starts.len() >= most {
            break;
        }
        if c == '\n' {
            starts.push(position + 1);
            at = Line::default();
            continue;
        }
        let width = char_width(c);
        if at.width + width > room && at.any && !c.is_whitespace() {
            // Carry the unbroken tail (a word, or what a closing mark hangs on) over to the next line.
            let (from, carried) = at.tail(position, c, width, room);
            starts.push(from);
            at = Line { width: carried, any: true, word: Some((from, 0.0)), last: from, last_width: carried };
        }
        at.take(position, c, width);
    }
    starts
}

/// What is known of the line being filled.
#[derive(Default)]
struct Line {
    /// Width so far.
    width: f64,
    /// Whether it holds anything.
    any: bool,
    /// Start of the unbroken word at its end, and the width before it.
    word: Option<(usize, f64)>,
    /// Start of its last character and that character's width.
    last: usize,
    last_width: f64,
}

impl Line {
    fn take(&mut self, position: usize, c: char, width: f64) {
        if is_word(c, width) {
            self.word = self.word.or(Some((position, self.width)));
        } else {
            self.word = None;
        }
        (self.last, self.last_width) = (position, width);
        self.width += width;
        self.any = true;
    }

    /// Where the next line starts when `c` at `position` does not fit, and the width carried over.
    fn tail(&self, position: usize, c: char, width: f64, room: f64) -> (usize, f64) {
        if is_word(c, width)
            && let Some((start, before)) = self.word
            && before > 0.0
            && self.width - before < room * 0.9
        {
            return (start, self.width - before);
        }
        if is_closing(c) && self.last < position && self.width > self.last_width {
            return (self.last, self.last_width);
        }
        (position, 0.0)
    }
}

/// Whether a character of this width is a part of a word that stays whole.
fn is_word(c: char, width: f64) -> bool {
    c.is_ascii_graphic() || (width < 1.0 && c.is_alphanumeric())
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '”'
            | '’'
            | '」'
            | '』'
            | '％'
            | '〕'
    )
}

/// Cuts a text into pieces of at most `lines` lines, at the end of a paragraph or sentence where one is near.
/// Joined together the pieces are the text again, every character of it.
pub fn pieces(text: &str, ems: f64, lines: usize) -> Vec<&str> {
    let lines = lines.max(1);
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let starts = first_lines(rest, ems, lines.saturating_add(1));
        let end = starts.get(lines).copied().unwrap_or(rest.len());
        // A piece must also stay below the number of characters that a cell may hold.
        let end = unit_bound(&rest[..end], 30_000);
        if end == rest.len() {
            pieces.push(rest);
            return pieces;
        }
        let earliest = starts.get(lines.saturating_sub(1 + lines / 6)).copied().unwrap_or(0).min(end);
        let cut = good_cut(rest, earliest, end);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
}

/// The last paragraph or sentence end between two positions, else the later of them. Never 0.
fn good_cut(text: &str, earliest: usize, end: usize) -> usize {
    let window = &text[earliest..end];
    for marks in [&['\n'][..], &['。', '！', '？'], &['；', ';'], &['，', '、', ',', ' ']] {
        if let Some((position, mark)) = window.char_indices().rfind(|(_, c)| marks.contains(c)) {
            return earliest + position + mark.len_utf8();
        }
    }
    if end > 0 { end } else { text.chars().next().map_or(text.len(), char::len_utf8) }
}

/// The longest prefix of at most `units` UTF-16 units, as a byte position.
fn unit_bound(text: &str, units: usize) -> usize {
    if text.len() <= units {
        return text.len();
    }
    let mut count = 0;
    for (position, c) in text.char_indices() {
        count += c.len_utf16();
        if count > units {
            return position;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_as_they_are_read() {
        // Room for ten ems, with the caution taken off.
        let ems = 10.0 / CAUTION + 0.001;
        for (text, lines) in [
            ("", vec![""]),
            ("一二三四五六七八九十", vec!["一二三四五六七八九十"]),
            ("一二三四五六七八九十甲", vec!["一二三四五六七八九十", "甲"]),
            ("一二三四五六七八九十。", vec!["一二三四五六七八九", "十。"]),
            ("一\n二", vec!["一\n", "二"]),
            ("一\n\n", vec!["一\n", "\n", ""]),
            ("一二三四五六七八九2474项", vec!["一二三四五六七八九", "2474项"]),
        ] {
            let starts = line_starts(text, ems);
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            let found: Vec<_> = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect();
            assert_eq!(found, lines, "{text}");
        }
    }

    #[test]
    fn han_is_twice_as_wide_as_a_small_letter() {
        assert!(width("中文中文") > 1.7 * width("abab"));
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in "[\\PC\n]{0,300}", ems in 1.0..30.0_f64, lines in 1_usize..6) {
            let cut = pieces(&text, ems, lines);
            prop_assert_eq!(cut.concat(), text.clone());
            for piece in &cut {
                prop_assert!(line_starts(piece, ems).len() <= lines + 1, "{:?}", piece);
            }
        }

        #[test]
        fn line_starts_ascend(text in "[\\PC\n]{0,200}", ems in 0.1..30.0_f64) {
            let starts = line_starts(&text, ems);
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
            prop_assert_eq!(starts.len(), line_count(&text, ems));
        }
    }
}
