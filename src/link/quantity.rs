//! A clause's one quantity, read behind the words that it counts: 新建36个观测站 and 新建观测站36个 say the same.

use super::{form::Draft, wording::ACTION};

/// Characters that count without saying what: 个 for 家, 场 for 场次.
const COUNTERS: &str = "个处家座所具栋幢名人件起台套场次批笔项对部组条户位期";
/// Scales of a figure.
const SCALES: &str = "百千万亿";
/// Units that stay with their figure when it moves, longest first.
const UNITS: [&str; 15] = [
    "平方公里",
    "平方米",
    "立方米",
    "工作日",
    "百分点",
    "公里",
    "公顷",
    "小时",
    "千瓦",
    "亩",
    "吨",
    "元",
    "米",
    "天",
    "年",
];

/// Moves the only quantity of a clause to its end, and makes its counter weigh little.
pub fn last(read: &[(char, f32)], clause: &mut Draft) {
    let is_figure = |start: usize| read.get(start).is_some_and(|(c, _)| c.is_ascii_digit());
    let mut figures = clause.starts.iter().enumerate().filter(|(_, start)| is_figure(**start)).map(|(at, _)| at);
    let (Some(first), None) = (figures.next(), figures.next()) else { return };
    let ordinal =
        clause.starts[first].checked_sub(1).and_then(|before| read.get(before)).is_some_and(|(c, _)| *c == '第');
    if ordinal {
        return;
    }
    let char_at = |token: usize| clause.starts.get(token).and_then(|start| read.get(*start)).map(|(c, _)| *c);
    let mut end = first + 1;
    while char_at(end).is_some_and(|c| SCALES.contains(c)) {
        end += 1;
    }
    let unit = UNITS.iter().find(|unit| unit.chars().enumerate().all(|(at, c)| char_at(end + at) == Some(c)));
    let mut light = end..end;
    if let Some(unit) = unit {
        end += unit.chars().count();
    } else {
        while char_at(end).is_some_and(|c| COUNTERS.contains(c)) && end < light.start + 2 {
            end += 1;
        }
        light.end = end;
    }
    for weight in clause.weights.get_mut(light).unwrap_or_default() {
        *weight = weight.min(ACTION);
    }
    clause.tokens[first..].rotate_left(end - first);
    clause.weights[first..].rotate_left(end - first);
}

#[cfg(test)]
mod tests {
    use crate::link::form::Form;

    #[test]
    fn one_quantity_stands_last_and_several_stay() {
        let tokens = |text: &str| Form::new(text).clauses.first().map(|clause| clause.tokens.clone());
        for (a, b) in [
            ("36个自动气象观测站", "自动气象观测站36个"),
            ("45公里内河航道", "内河航道45公里"),
            ("70亿元个人住房贷款", "个人住房贷款70亿元"),
        ] {
            assert_eq!(tokens(a), tokens(b), "{a} / {b}");
        }
        assert_ne!(tokens("3个县5个镇"), tokens("5个县3个镇"));
        assert_ne!(tokens("第3轮督察"), tokens("督察3轮"));
    }
}
