//! How much room a text takes: widths in ems, line breaks as a spreadsheet program sets them, cautiously.
//!
//! No font is at hand when a report is written, and the reader's machine may have another one. So every class of
//! character has the width that it has in the widest of the usual fonts, and a line holds a little less than it could. Two
//! Latin fonts are on every system, by their name or by their measures: their letters have the widths that they have.

use unicode_width::UnicodeWidthChar;

/// Share of a line that is counted on: programs scale columns by the font that they really have.
const CAUTION: f64 = 0.955;

/// The font that letters are measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Times New Roman.
    Times,
    /// Arial.
    Arial,
    /// The widest of the usual ones.
    Any,
}

/// Widths of the characters from the space to the tilde, in hundredths of an em, rounded up.
const TIMES: [u8; 95] = [
    25, 34, 41, 50, 50, 84, 78, 18, 34, 34, 50, 57, 25, 34, 25, 28, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 28, 28, 57,
    57, 57, 45, 93, 73, 67, 67, 73, 62, 56, 73, 73, 34, 39, 73, 62, 89, 73, 73, 56, 73, 67, 56, 62, 73, 73, 95, 73, 73,
    62, 34, 28, 34, 47, 50, 34, 45, 50, 45, 50, 45, 34, 50, 50, 28, 28, 50, 28, 78, 50, 50, 50, 50, 34, 39, 28, 50, 50,
    73, 50, 50, 45, 48, 20, 48, 55,
];
const ARIAL: [u8; 95] = [
    28, 28, 36, 56, 56, 89, 67, 20, 34, 34, 39, 59, 28, 34, 28, 28, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 59,
    59, 59, 56, 102, 67, 67, 73, 73, 67, 62, 78, 73, 28, 50, 67, 56, 84, 73, 78, 67, 78, 73, 67, 62, 73, 67, 95, 67,
    67, 62, 28, 28, 28, 47, 56, 34, 56, 56, 50, 56, 56, 28, 56, 56, 23, 23, 50, 23, 84, 56, 56, 56, 56, 34, 50, 28, 56,
    50, 73, 50, 50, 50, 34, 26, 34, 59,
];

impl Letters {
    /// Those of a font by its name.
    pub fn of(font: &str) -> Self {
        match font {
            "Times New Roman" => Self::Times,
            "Arial" => Self::Arial,
            _ => Self::Any,
        }
    }

    /// Width of a character in ems.
    pub fn width(self, c: char) -> f64 {
        let widths = match self {
            Self::Times => &TIMES,
            Self::Arial => &ARIAL,
            Self::Any => return char_width(c),
        };
        let known = (c as usize).checked_sub(32).and_then(|at| widths.get(at));
        known.map_or_else(|| char_width(c), |width| f64::from(*width) / 100.0)
    }
}

/// Width of a character in ems, whatever the font.
fn char_width(c: char) -> f64 {
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

/// Number of lines of a text in a column `ems` wide.
pub fn line_count(text: &str, ems: f64, letters: Letters) -> usize {
    lines_up_to(text, ems, letters, usize::MAX)
}

/// As `line_count`, but counted no further than `most` lines.
pub fn lines_up_to(text: &str, ems: f64, letters: Letters, most: usize) -> usize {
    // No character but a tab and the widest sign of one font is wider than an em: most cells need no closer look.
    let closer = text.bytes().any(|byte| matches!(byte, b'\n' | b'\t' | b'@'));
    let short = text.chars().count() as f64 <= ems * CAUTION && !closer;
    if short { 1 } else { first_lines(text, ems, letters, most).len() }
}

/// Where each line of a text starts (byte positions, the first is 0), set in a column `ems` wide: no further than `most`
/// lines, so that a long text is cut piece by piece without being read again.
///
/// Han characters break anywhere, save that a closing mark never starts a line; words and numbers stay whole unless
/// they are wider than a line.
fn first_lines(text: &str, ems: f64, letters: Letters, most: usize) -> Vec<usize> {
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
        let width = letters.width(c);
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
pub fn pieces(text: &str, ems: f64, lines: usize, letters: Letters) -> Vec<&str> {
    let lines = lines.max(1);
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let starts = first_lines(rest, ems, letters, lines.saturating_add(1));
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

    fn line_starts(text: &str, ems: f64, letters: Letters) -> Vec<usize> {
        first_lines(text, ems, letters, usize::MAX)
    }

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
            let starts = line_starts(text, ems, Letters::Any);
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            let found: Vec<_> = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect();
            assert_eq!(found, lines, "{text}");
        }
    }

    #[test]
    fn letters_of_a_known_font_have_its_widths() {
        for (font, text, ems) in [("Times New Roman", "Wit", 1.51), ("Arial", "Wit 1", 2.30), ("仿宋", "Wit", 1.88)] {
            let width: f64 = text.chars().map(|c| Letters::of(font).width(c)).sum();
            assert!((width - ems).abs() < 0.006, "{font}: {width}");
        }
    }

    #[test]
    fn han_is_twice_as_wide_as_a_small_letter() {
        assert!(width("中文中文") > 1.7 * width("abab"));
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in "[\\PC\n]{0,300}", ems in 1.0..30.0_f64, lines in 1_usize..6) {
            let cut = pieces(&text, ems, lines, Letters::Times);
            prop_assert_eq!(cut.concat(), text.clone());
            for piece in &cut {
                prop_assert!(line_starts(piece, ems, Letters::Times).len() <= lines + 1, "{:?}", piece);
            }
        }

        #[test]
        fn line_starts_ascend(text in "[\\PC\n]{0,200}", ems in 0.1..30.0_f64) {
            let starts = line_starts(&text, ems, Letters::Arial);
            prop_assert!(starts.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
            prop_assert_eq!(starts.len(), line_count(&text, ems, Letters::Arial));
        }
    }
}
