//! P001: a figure counted from the start of the year is smaller than it was.

use super::{Pair, is_cumulative, measures, pairs, place, says_cumulative, then_name, with_unit};
use crate::{
    checks::{Check, Draft, Report, View, stated::stated},
    model::{Field, MeasureKind, Severity, Words, past::Past},
};

/// The check.
pub const CHECK: Check = Check {
    code: "P001",
    name: "cumulative-decrease",
    severity: Severity::Error,
    document: include_str!("p001_cumulative_decrease.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let Some((past, pairs)) = pairs(view) else {
        report.not_applicable();
        return;
    };
    if !past.begins_with(view.period) {
        report.could_not_run();
        return;
    }
    for pair in &pairs {
        of_measures(view, past, pair, report);
        of_words(view, past, pair, report);
    }
}

fn of_measures(view: View<'_>, past: &Past, pair: &Pair<'_>, report: &mut Report) {
    for (measure, then, before, now) in measures(view, pair) {
        let counted = matches!(measure.kind, MeasureKind::Actual | MeasureKind::Amount);
        if !counted || !is_cumulative(&measure.name, measure.kind) {
            report.not_applicable();
            continue;
        }
        report.ran();
        if now >= before {
            continue;
        }
        let (was, is) =
            (with_unit(&then.raw, &then.unit), with_unit(&measure.raw, measure.unit.as_deref().unwrap_or("")));
        let bound = if says_cumulative(&measure.name) { Severity::Error } else { Severity::Warning };
        report.find(draft(view, past, pair, &measure.name, &was, &is).at(place(pair.record, measure)).at_most(bound));
    }
}

fn of_words(view: View<'_>, past: &Past, pair: &Pair<'_>, report: &mut Report) {
    let Some(progress) = pair.record.value(&Field::Progress).filter(|value| !value.inherited) else { return };
    let Some(said) = pair.then.said_by(pair.department) else { return };
    let then = stated(&said);
    for (words, now) in stated(&progress.raw) {
        let Some(before) = then.get(&words).filter(|_| is_deed(&words) && counts(&now.unit)) else { continue };
        let Some(value) = view.units.told(before.value, Some(&before.unit), Some(&now.unit)) else { continue };
        report.ran();
        if now.value >= value {
            continue;
        }
        let bound = if says_cumulative(&words) { Severity::Error } else { Severity::Warning };
        let draft = draft(view, past, pair, &words, &before.text, &now.text);
        report.find(draft.at(pair.record.place(&Field::Progress)).at_most(bound));
    }
}

fn draft(view: View<'_>, past: &Past, pair: &Pair<'_>, name: &str, was: &str, is: &str) -> Draft {
    let period = then_name(past);
    Draft::new(
        format!("“{name}”{}报 {was}，本期报 {is}，年内累计数不应减少。请核对是哪一期有误；如本期只报了当期数，请改报累计数。", period.zh),
        format!(
            "“{name}” was {was} in {} and is {is} now; a figure counted from the start of the year does not fall. Check \
             which of the two is wrong; if this one covers a part of the time only, report the cumulative one.",
            period.en
        ),
    )
    .department(view.owner(pair.record))
    .task(Some(pair.task))
    .found(is)
    .expected(format!("≥ {was}"))
    .detail(Words::same(format!("{was} → {is}")))
    .key(format!("{name} {was} {is}"))
}

/// Whether words speak of something that was done, whose number within a year can only grow.
fn is_deed(words: &str) -> bool {
    const LEVELS: [&str; 40] = [
        "浓度", "比重", "占比", "率", "指数", "排名", "均", "库存", "在建", "现有", "剩余", "尚", "余额", "存量",
        "下降", "减少", "降至", "降低", "压减", "同比", "环比", "增长", "目标", "计划", "力争", "确保", "预计", "年度",
        "全年", "其中", "当月", "本月", "季度", "当季", "每", "待", "未", "拟", "不足", "还有",
    ];
    const DEEDS: [&str; 34] = [
        "累计", "完成", "开展", "查办", "查处", "建成", "新建", "新增", "办结", "检查", "处置", "组织", "发放", "改造",
        "开工", "整治", "排查", "培训", "举办", "处理", "受理", "引进", "签约", "竣工", "拨付", "惠及", "接待", "创建",
        "打通", "修复", "清理", "立案", "走访", "救助",
    ];
    DEEDS.iter().any(|word| words.contains(word)) && !LEVELS.iter().any(|word| words.contains(word))
}

/// Whether a unit counts things or amounts, and is no rate, concentration or rank.
fn counts(unit: &str) -> bool {
    const NOT: [&str; 12] = ["%", "％", "‰", "百分", "微克", "毫克", "/", "℃", "分贝", "位", "名次", "级"];
    !unit.is_empty() && !NOT.iter().any(|part| unit.contains(part))
}
