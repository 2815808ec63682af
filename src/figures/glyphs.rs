//! One character for one character: full width to half width, traditional to simplified, so that positions in the
//! folded text are positions in the text.

use std::sync::LazyLock;

/// The first of the characters that the table below spans, and how many they are.
const HAN: (u32, usize) = (0x4e00, 0x5200);

/// For every Chinese character its simplified form: of the traditional characters that cue words and units are written
/// with, each of which stands before its simplified form in the list; of all others, themselves.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (0..HAN.1 as u32).filter_map(|offset| char::from_u32(HAN.0 + offset)).collect();
    let pairs: Vec<char> =
        include_str!("../../seeds/figures/traditional.txt").chars().filter(|c| !c.is_whitespace()).collect();
    for pair in pairs.chunks_exact(2) {
        if let Some(form) = (pair[0] as u32).checked_sub(HAN.0).and_then(|offset| table.get_mut(offset as usize)) {
            *form = pair[1];
        }
    }
    table
});

/// What gives the folded form of a character.
pub fn folder() -> impl Fn(char) -> char {
    let simplified: &'static [char] = &SIMPLIFIED;
    move |c| match (c as u32).checked_sub(HAN.0).and_then(|offset| simplified.get(offset as usize)) {
        Some(form) => *form,
        None => fold_mark(c),
    }
}

/// The folded form of every character of `text`; as many as `text` has.
#[cfg(test)]
pub fn fold(text: &str) -> Vec<char> {
    text.chars().map(folder()).collect()
}

fn fold_mark(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\t' | '\r' | '\u{2000}'..='\u{200b}' | '\u{feff}' => ' ',
        '—' | '–' | '―' | '−' | '‐' | '‑' | '─' | '﹣' => '-',
        '〜' | '∼' => '~',
        '•' | '・' | '‧' => '·',
        '﹪' | '٪' => '%',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '「' | '『' | '”' | '“' | '〝' | '〞' | '」' | '』' => '"',
        '︰' | '∶' | '﹕' => ':',
        '｡' => '。',
        '､' => '、',
        '│' | '┃' => '|',
        _ => c,
    }
}

/// A Chinese character.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇')
}

/// A mark that ends a sentence, wherever it stands.
pub const fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | '\n')
}

/// A mark between members of a list or parts of a sentence.
pub const fn is_break(c: char) -> bool {
    matches!(c, ',' | '、' | ';' | ':' | '|') || ends_sentence(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_position() {
        for (text, folded) in [
            ("共６０項，佔９８．３％", "共60项,占98.3%"),
            ("（2021—2035年）", "(2021-2035年)"),
            ("“2+26”", "\"2+26\""),
            ("辦結284件\u{3000}", "办结284件 "),
        ] {
            assert_eq!(fold(text).iter().collect::<String>(), folded);
            assert_eq!(fold(text).len(), text.chars().count());
        }
    }
}
