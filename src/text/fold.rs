//! Comparison forms: what two texts look like when only writing habits are taken away. Never shown, only compared.

use unicode_normalization::UnicodeNormalization;

/// Full width to half width (NFKC), white space and zero-width characters gone, punctuation variants and quotes
/// unified, Latin letters in lower case, 〇 as 零. Chinese words themselves stay as they are.
pub fn fold(text: &str) -> String {
    quick(text, |_| true).unwrap_or_else(|| {
        let mut folded = String::with_capacity(text.len());
        text.nfkc().for_each(|c| push_folded(c, &mut |c| folded.push(c)));
        folded
    })
}

/// As `fold`, and every punctuation mark is gone too: for "the same words".
pub fn words_only(text: &str) -> String {
    quick(text, is_of_words).unwrap_or_else(|| {
        let mut words = String::with_capacity(text.len());
        let mut with = |c| words.extend(Some(c).filter(|c| is_of_words(*c)));
        text.nfkc().for_each(|c| push_folded(c, &mut with));
        words
    })
}

fn is_of_words(c: char) -> bool {
    is_han(c) || c.is_alphanumeric() || matches!(c, '%' | '‰' | '.')
}

/// The comparison form of a text of plain characters, those of it that are `kept`; `None` for a text of others. Most
/// characters are their own form: what lies between those that are not is copied at once.
fn quick(text: &str, kept: impl Fn(char) -> bool) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        if is_han(c) || c.is_ascii_lowercase() || c.is_ascii_digit() {
            continue;
        }
        folded.push_str(&text[copied..at]);
        push_folded(plain(c)?, &mut |c| folded.extend(Some(c).filter(|c| kept(*c))));
        copied = at + c.len_utf8();
    }
    folded.push_str(&text[copied..]);
    Some(folded)
}

/// A text's characters under NFKC, without a look into the tables where it needs none.
pub fn nfkc(text: &str) -> impl Iterator<Item = char> {
    let simple = text.chars().all(|c| plain(c).is_some());
    let quick = simple.then(|| text.chars().filter_map(plain));
    let slow = (!simple).then(|| text.nfkc());
    quick.into_iter().flatten().chain(slow.into_iter().flatten())
}

/// The NFKC form of a character that nearly every text here is made of and that joins with no other of its kind; `None`
/// for all others. Most texts consist of these alone and need no tables of the Unicode database.
const fn plain(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' | '、' | '。' | '《' | '》' | '“' | '”' | '‘' | '’' | '—' | '【' | '】' | '〇' => {
            Some(c)
        }
        _ if is_han(c) => Some(c),
        '\u{3000}' => Some(' '),
        '！'..='～' => char::from_u32(c as u32 - ('！' as u32 - '!' as u32)),
        _ => None,
    }
}

/// The block of the common Chinese characters: none of them has a case or another form under NFKC.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// A digit, of half or full width.
pub const fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn push_folded(c: char, with: &mut impl FnMut(char)) {
    match c {
        _ if is_han(c) => with(c),
        _ if c.is_ascii_alphanumeric() => with(c.to_ascii_lowercase()),
        _ if c.is_whitespace() || is_invisible(c) => {}
        '，' => with(','),
        '；' => with(';'),
        '：' => with(':'),
        '。' | '．' => with('。'),
        '“' | '”' | '„' | '‟' | '"' | '「' | '」' | '『' | '』' => with('"'),
        '‘' | '’' | '`' => with('\''),
        '—' | '–' | '―' | '−' | '－' | '‐' | '‑' | '─' | '﹣' => with('-'),
        '～' | '〜' | '∼' => with('~'),
        '·' | '•' | '・' | '‧' | '●' => with('·'),
        '〔' | '［' | '【' => with('['),
        '〕' | '］' | '】' => with(']'),
        '〇' => with('零'),
        _ if c.is_ascii() => with(c.to_ascii_lowercase()),
        _ => c.to_lowercase().for_each(with),
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
    #[test]
    fn plain_characters_are_their_own_normal_form_and_join_with_none_of_their_kind() {
        let all: Vec<char> = ('\0'..=char::MAX).filter(|c| plain(*c).is_some()).collect();
        assert!(all.len() > 20_000);
        for c in &all {
            assert!(std::iter::once(*c).nfkc().eq(plain(*c)), "{c:?}");
        }
        // Neighbours of every kind, each before each.
        let some: Vec<char> = all.iter().copied().filter(|c| !is_han(*c)).chain(['市', '一', '\u{9fff}']).collect();
        let text: String = some.iter().flat_map(|a| some.iter().flat_map(|b| [*a, *b])).collect();
        assert!(text.nfkc().eq(nfkc(&text)));
        // A mark that joins is no plain character: the whole text takes the long way.
        assert!(nfkc("市e\u{301}").eq("市é".chars()));
    }
}
