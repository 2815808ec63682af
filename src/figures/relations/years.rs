//! Values of years that a narrative tells one after the other, and how much they changed: 2015年受理16012件，审结14158件，比2014年
//! 分别上升42.6%和43.0%。2014年，受理11229件，审结9898件.

use super::{Found, arithmetic, change::unsafe_words, reported_in, settled};
use crate::{
    figures::{
        document::Document,
        figure::{Figure, Role},
        nouns::shares_noun,
        units::Class,
    },
    model::{Verdict, Words},
};

/// Characters of a year's name, 年 among them, and how far behind it its values may stand.
const YEAR: usize = 5;
const BEHIND: usize = 48;
/// Figures around the rate among which the values of the year stand.
const AROUND: usize = 16;

/// Finds them; of a rate that `found` has told already nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let told = reported_in(document, found.iter());
    for (at, figure) in document.figures.iter().enumerate() {
        if figure.class == Class::Percent && matches!(figure.role, Role::Growth(_)) && !figure.hedged && !told[at] {
            found.extend(since(document, at));
        }
    }
}

/// The year that the words before a change compare with.
fn year(label: &str) -> Option<&str> {
    let behind = label.rsplit_once(['比', '较'])?.1.trim_start();
    let year = behind.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit()))?;
    behind.get(4..)?.starts_with('年').then_some(year)
}

fn since(document: &Document<'_>, at: usize) -> Option<Found> {
    let figures = &document.figures;
    let (first, size) = document.groups[at];
    let year = year(figures[first].label)?;
    let Role::Growth(up) = figures[at].role else { return None };
    // The values stand right before their changes, as many as those.
    let value = first.checked_sub(size - (at - first))?;
    let run = first.checked_sub(size)?..first;
    let sound = |i: usize| document.is_level(i) && !figures[i].hedged && figures[i].sentence == figures[at].sentence;
    if !run.clone().all(sound) || unsafe_words(document, first) || run.clone().any(|i| figures[i].depth > 0) {
        return None;
    }
    let fits = |i: &usize| {
        let figure = &figures[*i];
        let other = !run.contains(i) && document.is_level(*i) && figure.same_unit(&figures[value]) && !figure.hedged;
        other
            && figure.line == figures[at].line
            && opens_with(document, figure, year)
            && shares_noun(document, *i, value, 2)
    };
    let earlier = (at.saturating_sub(AROUND)..figures.len().min(at + AROUND)).find(fits)?;
    let found = arithmetic::growth(document, earlier, value, at).filter(|found| settled(found.verdict))?;
    let rising = figures[value].base()? >= figures[earlier].base()?;
    if rising == up {
        return Some(found);
    }
    (found.verdict == Verdict::Consistent && figures[at].digits() >= 2).then(|| Found {
        verdict: Verdict::Unclear,
        note: Words::new("增减方向不一致", "the directions of change differ"),
        ..found
    })
}

/// Whether the clause of a figure opens with this year: 2014年，受理11229件.
fn opens_with(document: &Document<'_>, figure: &Figure<'_>, year: &str) -> bool {
    let words = document.between(figure.start.saturating_sub(BEHIND), figure.start);
    let clause = words.rsplit(['。', ';', '\n']).next().unwrap_or_default();
    let Some(place) = clause.rfind(year) else { return false };
    let named = clause[place..].chars().nth(YEAR - 1) == Some('年');
    let compared = clause[..place].trim_end().ends_with(['比', '较', '与', '同']);
    // No other year stands between.
    let between = clause.get(place + year.len()..).unwrap_or_default();
    named && !compared && between.matches('年').count() == 1
}
