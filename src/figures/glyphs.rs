//! One character for one character: full width to half width, traditional to simplified, so that positions in the
//! folded text are positions in the text.

use std::sync::LazyLock;

use super::marks::Marks;

/// The traditional characters that cue words and units are written with, and the simplified form of each.
struct Simplified {
    traditional: Marks,
    /// In the order of the traditional ones.
    forms: Vec<char>,
}

/// From a list in which each stands before its simplified form.
static SIMPLIFIED: LazyLock<Simplified> = LazyLock::new(|| {
    let pairs: Vec<char> =
        include_str!("../../seeds/figures/traditional.txt").chars().filter(|c| !c.is_whitespace()).collect();
    let mut simplified = Simplified { traditional: Marks::default(), forms: Vec::new() };
    for pair in pairs.chunks_exact(2) {
        match simplified.traditional.put(pair[0]) {
            Some((place, true)) => simplified.forms.insert(place, pair[1]),
            Some((place, false)) => simplified.forms[place] = pair[1],
            None => {}
        }
    }
    simplified
});

/// What gives the folded form of a character.
pub fn folder() -> impl Fn(char) -> char {
    let simplified: &'static Simplified = &SIMPLIFIED;
    move |c| match c {
        '\u{4e00}'..='\u{9fff}' => simplified.traditional.place(c).map_or(c, |place| simplified.forms[place]),
        _ => fold_mark(c),
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

/// Whether a character stands before all Chinese ones: every mark, digit and letter of the grammar does.
pub const fn is_below_han(c: char) -> bool {
    c < '\u{3400}'
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
