//! The whole that shares imply: 火灾442起，电气21起，占总数的50%；用火不慎12起，占28.57%；放火4起，占9.52%；其它5起，占11.90%. Every share is one of what the
//! members add up to, so that these are all there is; a total before them that a slip of the pen keeps from being that is
//! asked about.

use std::collections::BTreeMap;

use super::{Found, arithmetic, mixed, operand, settled};
use crate::{
    figures::{document::Document, figure::plain, interval::power_of_ten, repair},
    model::{RelationKind, Verdict},
};

/// Shares that must hold of one list.
const SHARES: usize = 3;
/// Figures before a list among which its total stands.
const BACK: usize = 3;

/// Adds them to what is found; of a total that another sum tells of nothing is said.
pub fn find(document: &Document<'_>, found: &mut Vec<Found>) {
    let mut lists: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for share in found.iter().filter(|f| f.kind == RelationKind::Rate && settled(f.verdict)) {
        if let [_, members @ .., _] = &share.operands[..]
            && members.len() >= SHARES
        {
            *lists.entry(members.to_vec()).or_default() += 1;
        }
    }
    let told = super::reported_in(document, found.iter().filter(|f| f.kind == RelationKind::Sum));
    let complete = lists.into_iter().filter(|(members, shares)| *shares == members.len());
    let asked: Vec<Found> = complete.filter_map(|(members, _)| ask(document, members, &told)).collect();
    found.extend(asked);
}

fn ask(document: &Document<'_>, mut members: Vec<usize>, told: &[bool]) -> Option<Found> {
    let figures = &document.figures;
    members.sort_unstable();
    let &first = members.first()?;
    let total = (first.saturating_sub(BACK)..first).rev().find(|i| {
        document.is_level(*i) && figures[*i].same_unit(&figures[first]) && figures[*i].line == figures[first].line
    })?;
    let whole = &figures[total];
    let (interval, sum) = arithmetic::total(document, &members)?;
    let near = figures[first].sentence - whole.sentence <= 1;
    if told[total] || !near || whole.hedged || whole.interval()?.meets(interval) {
        return None;
    }
    let needed = sum.checked_div(power_of_ten(whole.scale))?.normalize();
    let several = mixed(members.iter().chain([&total]).map(|i| &figures[*i]));
    let parts: Vec<String> = members.iter().map(|i| operand(&figures[*i], several)).collect();
    let unit = if several { whole.shown_unit } else { "" };
    let reported = plain(whole.value, whole.decimals);
    repair::one_slip(whole, needed).then(|| Found {
        kind: RelationKind::Sum,
        operands: members.iter().copied().chain([total]).collect(),
        expression: format!("{} = {needed}{unit}", parts.join(" + ")),
        note: repair::possibility(&reported, &needed.to_string()),
        reported,
        computed: needed.to_string(),
        verdict: Verdict::Unclear,
    })
}
