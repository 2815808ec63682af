//! Text that holds digits and no quantities: titles, document numbers, short quoted names, years that span two.

use super::{glyphs::is_below_han, number::is_numeral};

/// Characters between quotes of a name at most; a longer quote is a passage with figures of its own.
const LONGEST_NAME: usize = 10;
/// Characters of a title at most.
const LONGEST_TITLE: usize = 80;

/// For every character, whether it stands in a title, a document number or a quoted name.
pub fn mask(chars: &[char]) -> Vec<bool> {
    let mut masked = vec![false; chars.len()];
    // Both marks of a pair look alike: “免申即享”5.27亿元、“即申即享”3.09亿元 has two names, and a figure between them.
    let mut quoting = false;
    let mut at = 0;
    while let Some(skipped) = chars[at..].iter().position(|c| is_below_han(*c)) {
        at += skipped;
        let end = match chars[at] {
            '《' => closing(chars, at, '》', LONGEST_TITLE),
            '<' => closing(chars, at, '>', LONGEST_TITLE),
            '[' => document_number(chars, at),
            '"' if quoting => {
                quoting = false;
                None
            }
            '"' => {
                let name = quoted_name(chars, at);
                quoting = name.is_none();
                name
            }
            '\'' | '‘' => quoted_name(chars, at),
            // Who forgot a mark did not quote the next sentence.
            '\n' => {
                quoting = false;
                None
            }
            '1' | '2' => years(chars, at),
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

/// 2023-24, 2023/24: a year that begins in one and ends in the next.
fn years(chars: &[char], start: usize) -> Option<usize> {
    let alone =
        start.checked_sub(1).is_none_or(|before| !chars[before].is_ascii_alphanumeric() && chars[before] != '.');
    let year = |from: usize, to: usize| -> Option<u32> {
        let digits = chars.get(from..to)?;
        digits.iter().try_fold(0, |value, c| Some(value * 10 + c.to_digit(10)?))
    };
    let joined = matches!(chars.get(start + 4), Some('-' | '/' | '–' | '—'));
    let next = year(start, start + 4)?.checked_add(1)?;
    let ends = !chars.get(start + 7).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | ',' | '-'));
    let follows = year(start + 5, start + 7)? == next % 100 && (1901..2100).contains(&next);
    (alone && joined && ends && follows).then_some(start + 7)
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
            ("“即享”5.27亿元、“申享”3.09亿元、“2+2”1亿元", 5),
            ("in 2023-24 there were", 7),
            ("2023/24年度", 7),
            ("2020-25, 1999-20 and 12023-24", 0),
        ] {
            let folded = super::super::glyphs::fold(text);
            assert_eq!(mask(&folded).iter().filter(|masked| **masked).count(), expected, "{text}");
        }
    }
}
