//! One character for one character: full width to half width, traditional to simplified, so that positions in the
//! folded text are positions in the text.

use std::{collections::BTreeMap, sync::LazyLock};

/// Traditional characters that cue words and units are written with, each before its simplified form.
static SIMPLIFIED: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let pairs: Vec<char> =
        include_str!("../../seeds/figures/traditional.txt").chars().filter(|c| !c.is_whitespace()).collect();
    pairs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
});

/// The folded form of every character of `text`; as many as `text` has.
pub fn fold(text: &str) -> Vec<char> {
    text.chars().map(fold_char).collect()
}

fn fold_char(c: char) -> char {
    match c {
        '\u{20}'..='\u{7e}' | '\n' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\t' | '\r' | '\u{2000}'..='\u{200b}' | '\u{feff}' => ' ',
        '—' | '–' | '―' | '−' | '‐' | '‑' | '─' | '﹣' => '-',
        '〜' | '∼' => '~',
        '•' | '・' | '‧' => '·',
        '﹪' | '٪' => '%',
        '〔' | '【' => '[',
        '〕' | '】' => ']',
        '「' | '『' | '”' | '“' | '〝' | '〞' | '」' | '』' => '"',
        '︰' => ':',
        '｡' => '。',
        '､' => '、',
        '│' | '┃' => '|',
        _ if ('\u{4e00}'..='\u{9fff}').contains(&c) => SIMPLIFIED.get(&c).copied().unwrap_or(c),
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
