//! Comparison forms: what two texts look like when only writing habits are taken away. Never shown, only compared.

use unicode_normalization::UnicodeNormalization;

/// Full width to half width (NFKC), white space and zero-width characters gone, punctuation variants and quotes
/// unified, Latin letters in lower case, 〇 as 零. Chinese words themselves stay as they are.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkc() {
        push_folded(&mut folded, c);
    }
    folded
}

/// As `fold`, and every punctuation mark is gone too: for "the same words".
pub fn words_only(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric() || matches!(c, '%' | '‰' | '.')).collect()
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        _ if c.is_whitespace() || is_invisible(c) => {}
        '，' => folded.push(','),
        '；' => folded.push(';'),
        '：' => folded.push(':'),
        '。' | '．' => folded.push('。'),
        '“' | '”' | '„' | '‟' | '"' | '「' | '」' | '『' | '』' => folded.push('"'),
        '‘' | '’' | '`' => folded.push('\''),
        '—' | '–' | '―' | '−' | '－' | '‐' | '‑' | '─' | '﹣' => folded.push('-'),
        '～' | '〜' | '∼' => folded.push('~'),
        '·' | '•' | '・' | '‧' | '●' => folded.push('·'),
        '〔' | '［' | '【' => folded.push('['),
        '〕' | '］' | '】' => folded.push(']'),
        '〇' => folded.push('零'),
        _ => folded.extend(c.to_lowercase()),
    }
}

/// Characters that take no room: byte order mark, zero-width space and joiners, directional marks, soft hyphen.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}')
}

/// Whether a person would see nothing in a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_habits_do_not_tell_texts_apart() {
        assert_eq!(fold("ＰＭ２.５ 浓度\u{200b}，完成"), fold("PM2.5浓度,完成"));
        assert_eq!(fold("“河湖长制”"), fold("\"河湖长制\""));
        assert_eq!(words_only("持续推进“无废城市”建设。"), words_only("持续推进无废城市建设"));
        assert_ne!(fold("新增3项"), fold("累计3项"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["①市发改委、市住建局；〇", "ＡＢＣ　“x”", "㈠、第十二条"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }
}
