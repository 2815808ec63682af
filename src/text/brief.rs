//! Long texts cut to the room that a message has for them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::fold::is_han;

/// A text on one line, cut to the room of so many Han characters; letters take half of it, and words stay whole.
pub fn short(text: &str, characters: usize) -> String {
    let room = characters * 2;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if width(&line) > room {
            break;
        }
    }
    if width(&line) <= room {
        return line;
    }
    let mut used = 0;
    let end = line.char_indices().find(|(_, c)| {
        used += c.width_cjk().unwrap_or(0);
        used > room
    });
    let cut = line.split_at(end.map_or(line.len(), |(at, _)| at)).0;
    let in_word = cut.ends_with(is_letter) && line[cut.len()..].starts_with(is_letter);
    let whole = cut.rfind(' ').filter(|space| in_word && *space > cut.len() / 2);
    format!("{}…", whole.map_or(cut, |space| cut[..space].trim_end_matches([',', ':', ';'])))
}

/// Columns that a text takes: half widths. Chinese characters, their marks and letters need no look into the tables.
fn width(text: &str) -> usize {
    text.chars().try_fold(0, |width, c| Some(width + plain(c)?)).unwrap_or_else(|| text.width_cjk())
}

/// The width of a character that has it in whichever text it stands; `None` for all others.
const fn plain(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '、' | '。' | '《' | '》' | '！'..='～' => Some(2),
        _ if is_han(c) => Some(2),
        _ => None,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(short("  完成\n投资 ", 10), "完成 投资");
        assert_eq!(short("完成投资二十亿元", 4), "完成投资…");
        assert_eq!(short("Open the small business fund: 163 new sites", 16), "Open the small business fund…");
    }

    #[test]
    fn plain_characters_have_the_width_of_the_tables() {
        let all: String = ('\0'..=char::MAX).filter(|c| plain(*c).is_some()).collect();
        assert!(all.chars().all(|c| plain(c) == c.width_cjk()));
        assert_eq!(width(&all), all.width_cjk());
    }
}
