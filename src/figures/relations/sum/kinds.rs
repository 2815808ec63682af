//! What the names of members tell: that they are kinds of one thing, places, rungs of a ladder, or all that is left.

use crate::{
    figures::{figure::Figure, glyphs::is_han},
    text::words::holds_any,
};

/// Deeds that names of members may end in: what was done is no kind of thing.
const DEEDS: [&str; 20] = [
    "发布", "完成", "办理", "受理", "办结", "开展", "推送", "公开", "举办", "新增", "培训", "检查", "制发", "印发",
    "实现", "投入", "下达", "拨付", "收到", "回复",
];

/// 甲市709人；其次为乙市364人；其余依次为丙市239人、丁市209人: what is left is listed one by one.
fn rest_listed(parts: &[&Figure<'_>]) -> bool {
    let listed = |part: &&Figure<'_>| {
        holds_any(part.label, &["其余依次", "其余分别", "其他依次", "其他分别", "其余的分别", "余下分别"])
    };
    parts.len() >= 3 && parts.iter().skip(1).any(listed)
}

/// 5A级3家、4A级21家、3A级及以下44家: the last member is all that is below the others.
fn ends_ladder(parts: &[&Figure<'_>]) -> bool {
    let open = |part: &&&Figure<'_>| holds_any(part.label, &["及以下", "以下", "及以上"]);
    parts.len() >= 3
        && parts.iter().filter(open).count() == 1
        && parts.last().is_some_and(|last| last.label.contains("及以下"))
}

/// 中央资金7200万元，省级资金2400万元，业主自筹9000万元: what is raised by oneself is all that the purses above leave.
fn ends_funds(parts: &[&Figure<'_>]) -> bool {
    let purse = |part: &&Figure<'_>| holds_any(part.label, &["中央", "省", "市级", "县级", "财政"]);
    let own = |part: &&Figure<'_>| part.label.contains("自筹");
    let Some((last, others)) = parts.split_last() else { return false };
    own(last) && !others.is_empty() && others.iter().all(purse)
}

/// The Chinese characters of a label that name a kind.
fn name(label: &str) -> impl DoubleEndedIterator<Item = char> {
    let label = label.trim_start_matches("其中").trim_end_matches(['为', '有', '共', '达', '计', ' ']);
    label.chars().filter(|c| is_han(*c))
}

/// The names of the members end in one noun, which the total bears as well or which three of them share.
pub(super) fn are_kinds(whole: &Figure<'_>, parts: &[&Figure<'_>]) -> bool {
    let last = |part: &&Figure<'_>| name(part.label).next_back();
    let Some(end) = parts.first().and_then(last) else { return false };
    if parts.iter().any(|part| last(part) != Some(end)) {
        return false;
    }
    let name = |label| -> Vec<char> { name(label).collect() };
    let names: Vec<Vec<char>> = parts.iter().map(|part| name(part.label)).collect();
    let Some((first, rest)) = names.split_first() else { return false };
    let Some(noun) = first.last_chunk::<2>() else { return false };
    // 微博发布28319条、微信发布31250条: what was done by both, and no kinds of one thing.
    if DEEDS.iter().any(|deed| deed.chars().eq(noun.iter().copied())) {
        return false;
    }
    // 通过网站公开3987条，通过新媒体公开2854条: by which way, and one may go by several.
    let way = |part: &Figure<'_>| holds_any(part.label, &["通过", "利用", "依托", "借助", "经"]);
    if parts.iter().filter(|part| way(part)).count() >= 2 {
        return false;
    }
    let ends = |name: &Vec<char>| (3..=10).contains(&name.len()) && name.ends_with(noun);
    let apart = names.iter().enumerate().all(|(at, name)| !names[..at].contains(name));
    let borne = whole.label.contains(noun[1]) || names.len() >= 3;
    // 国税分局完成 beside 地税分局完成: a sibling is no whole.
    let sibling = name(whole.label).ends_with(noun);
    borne && apart && !sibling && ends(first) && rest.iter().all(ends)
}

/// 云渚2项, 海川省47例: the words before a member are one name.
pub(super) fn is_named(label: &str) -> bool {
    let name: Vec<char> = label.trim_start_matches("其中").chars().filter(|c| !c.is_whitespace()).collect();
    let place = name.last().is_some_and(|c| "省市县区镇乡局村州旗".contains(*c));
    !name.is_empty()
        && name.iter().all(|c| is_han(*c) || c.is_ascii_uppercase())
        && (name.len() <= 3 || name.len() <= 6 && place)
}

/// Whether the names of the members say that nothing else is left; of purses one slip must explain the rest.
pub(super) fn leaves_none(parts: &[&Figure<'_>], slip: impl Fn() -> bool) -> bool {
    ends_ladder(parts) || rest_listed(parts) || ends_funds(parts) && slip()
}

/// 以臭氧为首要污染物的, 以PM10为首要污染物的: of each there is one first.
pub(super) fn are_firsts(parts: &[&Figure<'_>]) -> bool {
    parts.iter().all(|part| part.label.contains("首要"))
}

/// 2021年41件、2022年67件、2023年78件: each of another year.
///
/// 现有高新技术企业86家，其中2021年认定41家、2022年认定38家、2023年认定29家: what each year did is another deed, and its things may be gone.
pub(super) fn are_years(whole: &Figure<'_>, parts: &[&Figure<'_>]) -> bool {
    let year = |part: &&Figure<'_>| {
        let label = part.label.trim_start_matches("其中").trim_matches([':', ',', ' ']);
        let (year, deed) = label.split_once('年')?;
        let one = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && whole.label.contains(deed.trim());
        one.then(|| year.to_owned())
    };
    if holds_any(whole.label, &["现有", "在", "存量", "结对"]) {
        return false;
    }
    let years: Option<std::collections::BTreeSet<String>> = parts.iter().map(year).collect();
    // 存栏18.6万头，其中2022年出栏21.4万头、2023年出栏23.6万头: two years may tell of something else.
    years.is_some_and(|years| years.len() == parts.len() && parts.len() >= 3)
}
