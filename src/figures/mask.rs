//! Text that holds digits and no quantities: titles, document numbers, short quoted names.

use super::number::is_numeral;

/// Characters between quotes of a name at most; a longer quote is a passage with figures of its own.
const LONGEST_NAME: usize = 10;
/// Characters of a title at most.
const LONGEST_TITLE: usize = 80;

/// For every character, whether it stands in a title, a document number or a quoted name.
pub fn mask(chars: &[char]) -> Vec<bool> {
    let mut masked = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at] {
            '《' => closing(chars, at, '》', LONGEST_TITLE),
            '<' => closing(chars, at, '>', LONGEST_TITLE),
            '[' => document_number(chars, at),
            '"' | '\'' | '‘' => quoted_name(chars, at),
            _ => None,
        };
        if let Some(end) = end {
            masked[at..end].fill(true);
            at = end;
        } else {
            at += 1;
        }
    }
    masked
}

/// One past the closing mark, if it comes within `most` characters.
fn closing(chars: &[char], open: usize, mark: char, most: usize) -> Option<usize> {
    let rest = chars.get(open + 1..)?;
    rest.iter().take(most).position(|c| *c == mark).map(|length| open + length + 2)
}

/// 〔2023〕5号, and a footnote mark [2].
fn document_number(chars: &[char], open: usize) -> Option<usize> {
    let close = closing(chars, open, ']', 8)?;
    let inside = chars.get(open + 1..close - 1)?;
    let digits = inside.iter().all(char::is_ascii_digit) && !inside.is_empty();
    if !digits {
        return None;
    }
    let number = super::number::digits_end(chars, close);
    Some(if number > close && chars.get(number) == Some(&'号') { number + 1 } else { close })
}

/// “2+26”, “一山一策”, “十件实事”: short, without a mark inside, and no measured figure in it.
fn quoted_name(chars: &[char], open: usize) -> Option<usize> {
    let mark = if chars[open] == '‘' { '’' } else { chars[open] };
    let close = closing(chars, open, mark, LONGEST_NAME)?;
    let inside = chars.get(open + 1..close - 1)?;
    let plain = !inside.iter().any(|c| matches!(c, ',' | '。' | ';' | '%'));
    let numbered = inside.iter().any(|c| c.is_ascii_digit() || is_numeral(*c));
    (plain && numbered).then_some(close)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_masked_and_passages_are_not() {
        for (text, expected) in [
            ("“2+26”城市", 6),
            ("《规划（2021-2035年）》", 16),
            ("苏府〔2023〕5号", 8),
            ("“女志愿者2227.8万名，占25.1%”", 0),
            ("在册[3]4713.88万人", 3),
        ] {
            let folded = super::super::glyphs::fold(text);
            assert_eq!(mask(&folded).iter().filter(|masked| **masked).count(), expected, "{text}");
        }
    }
}
