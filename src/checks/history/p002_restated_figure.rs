//! P002: what is told now of last period is not what was told then.

use super::{Pair, pairs, place, then_name, with_unit};
use crate::{
    checks::{Check, Draft, Report, View, stated::stated},
    model::{Field, Period, Place, Severity, Words, past::Past},
    text::fold::words_only,
};

/// The check.
pub const CHECK: Check = Check {
    code: "P002",
    name: "restated-figure",
    severity: Severity::Warning,
    document: include_str!("p002_restated_figure.md"),
    run,
};

fn run(view: View<'_>, report: &mut Report) {
    let Some((past, pairs)) = pairs(view) else {
        report.not_applicable();
        return;
    };
    let Some(then) = &past.period else {
        report.could_not_run();
        return;
    };
    for pair in &pairs {
        of_words(view, past, then, pair, report);
        of_measures(view, past, then, pair, report);
    }
}

/// Whether a label names last period.
fn names(label: &str, then: &Period) -> bool {
    let mut named = Period::mentions(label, Some(then.year()));
    named.dedup();
    matches!(named.as_slice(), [only] if only.start == then.start && only.end == then.end)
}

/// A progress column of last period, against the progress reported then.
fn of_words(view: View<'_>, past: &Past, then: &Period, pair: &Pair<'_>, report: &mut Report) {
    let columns = pair.record.values.iter().filter(|value| match &*value.field {
        Field::ProgressOf(label) => !value.inherited && names(label, then),
        _ => false,
    });
    for value in columns {
        let Some(said) = pair.then.said_by(pair.department) else {
            report.could_not_run();
            continue;
        };
        report.ran();
        let before = stated(&said);
        for (words, now) in stated(&value.raw) {
            let Some(told) = before.get(&words) else { continue };
            let same =
                view.units.told(told.value, Some(&told.unit), Some(&now.unit)).is_none_or(|told| told == now.value);
            if !same {
                let at = Place::cell(&pair.record.file, &pair.record.sheet, value.cell());
                report.find(draft(view, past, pair, &words, &told.text, &now.text).at(at));
            }
        }
    }
}

/// A measure of last period (一季度完成投资), against the one reported then under the same name or without the period.
fn of_measures(view: View<'_>, past: &Past, then: &Period, pair: &Pair<'_>, report: &mut Report) {
    for measure in pair.record.measures.iter().filter(|measure| names(&measure.name, then)) {
        let name = words_only(&measure.name);
        let own = pair.then.measures.iter().filter(|told| told.department == pair.department);
        let told = own.filter(|told| {
            let known = words_only(&told.name);
            known == name || (known.chars().count() >= 4 && name.ends_with(&known))
        });
        let told: Vec<_> = told.collect();
        let [told] = told.as_slice() else { continue };
        let (Some(now), Some(before)) = (measure.value.filter(|_| !measure.hedged), told.value) else { continue };
        let Some(before) = view.units.told(before, Some(&told.unit), measure.unit.as_deref()) else { continue };
        report.ran();
        if before != now {
            let (was, is) =
                (with_unit(&told.raw, &told.unit), with_unit(&measure.raw, measure.unit.as_deref().unwrap_or("")));
            report.find(draft(view, past, pair, &measure.name, &was, &is).at(place(pair.record, measure)));
        }
    }
}

fn draft(view: View<'_>, past: &Past, pair: &Pair<'_>, name: &str, was: &str, is: &str) -> Draft {
    let period = then_name(past);
    Draft::new(
        format!("“{name}”{}当时报 {was}，现在写的{}数是 {is}。请核对哪一个对；如当时报错，请注明更正。", period.zh, period.zh),
        format!(
            "“{name}” was reported as {was} in {}, and is now given as {is} for that period. Check which is right; if it \
             was wrong then, say that it is corrected.",
            period.en
        ),
    )
    .department(view.owner(pair.record))
    .task(Some(pair.task))
    .found(is)
    .expected(was)
    .detail(Words::same(format!("{was} → {is}")))
    .key(format!("{name} {was} {is}"))
}
