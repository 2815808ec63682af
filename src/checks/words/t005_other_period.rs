//! T005: the words speak of another period or year than the one reported.

use crate::{
    checks::{
        Check, Draft, Report, View,
        periods::{Kind, Mention, before_last_quarter, mentions},
        wording,
    },
    model::{Field, LinkDecision, Period, Severity},
};

/// The check.
pub const CHECK: Check = Check {
    code: "T005",
    name: "other-period",
    severity: Severity::Warning,
    document: include_str!("t005_other_period.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let Some(period) = view.period else {
        report.could_not_run();
        return;
    };
    for (record, link) in view.linked() {
        let value = super::own_progress(record).filter(|_| link.decision != LinkDecision::None);
        let Some(value) = value else {
            report.not_applicable();
            continue;
        };
        let said = mentions(&value.raw);
        if !said.iter().any(|mention| is_statement(mention, &value.raw)) {
            report.not_applicable();
            continue;
        }
        report.ran();
        let Some(other) = speaks_of_another(&said, &value.raw, period) else { continue };
        let quote: String = value.raw.chars().skip(other.start).take(other.end - other.start).collect();
        let around = wording::short(&value.raw, 30);
        let ours = period.words();
        report.find(
            Draft::new(
                format!("进展情况说的是“{quote}”（“{around}”），没有说到本次填报的“{}”。请核对是否沿用了以前的文字，并补充本期进展。", ours.zh),
                format!("the progress speaks of “{quote}” (“{around}”) and not of the period reported, {}. Check whether an earlier text was left standing, and ask for this period's progress.", ours.en),
            )
            .at(record.place(&Field::Progress))
            .department(view.owner(record))
            .task(link.task)
            .found(quote.clone())
            .expected(period.label.clone())
            .key(quote),
        );
    }
}

/// The mention that a whole narrative hangs on, when every statement of time in it is of another period.
///
/// One word of the right time, and nothing is said: a narrative may well begin with what was before.
fn speaks_of_another<'a>(said: &'a [Mention], text: &str, period: &Period) -> Option<&'a Mention> {
    if said.iter().any(|mention| is_current(mention, period)) || names_the_present(text) {
        return None;
    }
    let mut statements = said.iter().filter(|mention| is_statement(mention, text));
    let first = statements.next()?;
    (is_past(first, period) && statements.all(|mention| is_past(mention, period))).then_some(first)
}

/// English words before a time that is compared with or planned for.
const COMPARED_EN: [&str; 20] = [
    "than",
    "versus",
    "vs",
    "against",
    "compared",
    "over",
    "from",
    "on",
    "same",
    "plan",
    "plans",
    "planned",
    "expected",
    "due",
    "target",
    "scheduled",
    "will",
    "originally",
    "since",
    "after",
];

/// Whether a mention says what time the words around it are about: counted up to a day, or over a span. A comparison
/// (比2022年上半年) and a plan (计划一季度) are no such statement.
fn is_statement(mention: &Mention, text: &str) -> bool {
    const COMPARED: [&str; 12] =
        ["比", "较", "同期", "相比", "与", "对比", "超过", "计划", "预计", "力争", "争取", "拟"];
    let before = |characters: usize| -> String {
        let from = mention.start.saturating_sub(characters);
        let clause: String = text.chars().skip(from).take(mention.start - from).collect();
        clause.rsplit(['，', '。', '；', ',', ';', '.', '\n']).next().unwrap_or("").to_lowercase()
    };
    let (near, far) = (before(6), before(24));
    let mut words = far.split(|c: char| !c.is_ascii_alphabetic());
    matches!(mention.kind, Kind::AsOf | Kind::Span)
        && !COMPARED.iter().any(|word| near.contains(word))
        && !words.any(|word| COMPARED_EN.contains(&word))
}

/// Whether a mention lies in the last quarter of the period, in its year, or after it.
fn is_current(mention: &Mention, period: &Period) -> bool {
    let same_year = mention.year.is_none_or(|year| year == period.year());
    match mention.kind {
        Kind::Year => mention.year == Some(period.year()) && period.months() == (1, 12),
        _ => same_year && mention.last > before_last_quarter(period),
    }
}

fn is_past(mention: &Mention, period: &Period) -> bool {
    mention.year.is_some_and(|year| year < period.year())
        || (mention.year.is_none_or(|year| year == period.year()) && mention.last <= before_last_quarter(period))
}

/// Words that speak of now.
fn names_the_present(text: &str) -> bool {
    const ENGLISH: [&str; 14] = [
        "now",
        "currently",
        "present",
        "presently",
        "today",
        "ongoing",
        "underway",
        "under way",
        "to date",
        "so far",
        "this quarter",
        "this month",
        "this year",
        "year to date",
    ];
    let lower = text.to_lowercase();
    let spaced = format!(" {} ", lower.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" "));
    ["目前", "当前", "现已", "截至目前", "今年以来", "年初以来", "近日", "本季度", "本月"]
        .iter()
        .any(|word| text.contains(word))
        || ENGLISH.iter().any(|word| spaced.contains(&format!(" {word} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_year() -> Period {
        Period {
            label: "2023年上半年".into(),
            start: jiff::civil::date(2023, 1, 1),
            end: jiff::civil::date(2023, 6, 30),
        }
    }

    #[test]
    fn only_a_text_that_never_comes_to_the_period_is_of_another() {
        for (text, other) in [
            ("截至3月底，完成投资2亿元。", true),
            ("一季度完成投资2亿元。", true),
            ("2022年上半年完成投资2亿元。", true),
            ("截至2022年底，累计完成2亿元。", true),
            ("截至6月底，完成投资2亿元。", false),
            ("截至5月20日，完成投资2亿元。", false),
            ("一季度完成1亿元，二季度完成1亿元。", false),
            ("一季度完成方案编制，目前正在招标。", false),
            ("完成投资2亿元，比2022年上半年增长3%。", false),
            ("印发《2022年工作要点》，3月召开会议。", false),
            ("3月完成招标。", false),
            ("计划三季度开工。", false),
            ("1-6月完成2亿元。", false),
            ("1—3月完成2亿元。", true),
            ("As of 31 March 2023, 70 km of mains had been laid.", true),
            ("In the first quarter, 12 sites were opened.", true),
            ("By the end of 2022 a total of 18 plants were in service.", true),
            ("In Q1 2023 the design was finished; 4 km are now under construction.", false),
            ("In Q1 tenders were held, and in Q2 works began.", false),
            ("Investment was 12% higher than in the first half of 2022.", false),
            ("As of 30 June 2023, 70 km of mains had been laid.", false),
            ("The first half of the road was resurfaced.", false),
            ("Works will start in Q3 2023.", false),
        ] {
            let said = mentions(text);
            assert_eq!(speaks_of_another(&said, text, &half_year()).is_some(), other, "{text}");
        }
    }
}
