//! Chinese numerals: as numbers (一百二十三, 两千, 十五, 廿三, 二〇二三) and where they number things.

/// The value of a whole Chinese or ASCII numeral; `None` when any character is not part of one.
///
/// Positional forms (二〇二三) and forms with 十百千万亿 are both read, and 一千二 is 1,200 as it is spoken.
pub fn parse(text: &str) -> Option<u64> {
    if text.is_empty() || text.chars().count() > 24 {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0_u64, |value, c| value.checked_mul(10)?.checked_add(digit(c)?));
    }
    with_scales(text)
}

fn with_scales(text: &str) -> Option<u64> {
    let (mut total, mut section, mut current, mut pending) = (0_u64, 0_u64, 0_u64, false);
    let mut last_scale = 1;
    let mut zero = false;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending && current != 0 {
                return None;
            }
            zero |= value == 0;
            (current, pending) = (value, true);
        } else if let Some(scale) = small_scale(c) {
            let units = if pending { current } else { 1 };
            section = section.checked_add(units.checked_mul(scale)?)?;
            (current, pending, last_scale, zero) = (0, false, scale, false);
        } else if let Some(scale) = large_scale(c) {
            let whole = section.checked_add(current)?;
            total = if scale > last_scale && total > 0 && whole == 0 {
                total.checked_mul(scale)?
            } else {
                total.checked_add(whole.max(1).checked_mul(scale)?)?
            };
            (section, current, pending, last_scale, zero) = (0, 0, false, scale, false);
        } else if c == '廿' || c == '卅' {
            section = section.checked_add(if c == '廿' { 20 } else { 30 })?;
            (current, pending, last_scale) = (0, false, 10);
        } else {
            return None;
        }
    }
    // 一千二 is 1,200; 一千零二 is 1,002.
    let tail = if pending && !zero && last_scale >= 100 { current.checked_mul(last_scale / 10)? } else { current };
    total.checked_add(section)?.checked_add(tail)
}

/// The value of one Chinese digit.
pub const fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' | '０' | '0' => 0,
        '一' | '壹' | '１' | '1' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '２' | '2' => 2,
        '三' | '叁' | '參' | '３' | '3' => 3,
        '四' | '肆' | '４' | '4' => 4,
        '五' | '伍' | '５' | '5' => 5,
        '六' | '陆' | '陸' | '６' | '6' => 6,
        '七' | '柒' | '７' | '7' => 7,
        '八' | '捌' | '８' | '8' => 8,
        '九' | '玖' | '９' | '9' => 9,
        _ => return None,
    })
}

const fn small_scale(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

const fn large_scale(c: char) -> Option<u64> {
    Some(match c {
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_their_spoken_value() {
        for (text, value) in [
            ("一", 1),
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("廿三", 23),
            ("一百二十三", 123),
            ("一千二", 1200),
            ("一千零二", 1002),
            ("二〇二三", 2023),
            ("三万五千", 35_000),
            ("一亿三千万", 130_000_000),
            ("两百", 200),
            ("31", 31),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "市", "十一月", "一1x"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
