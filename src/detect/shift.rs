//! Sub-rows that lost their merged cells on the way (an export that drops what a merged range covers), so that the rest
//! stands too far left.

use super::{
    grid::View,
    kinds,
    layout::{Layout, Role},
    words,
};
use crate::text::fold::fold;

/// By how many columns a row's cells stand left of their header; 0 unless that explains the row plainly better.
pub fn of(layout: &Layout<'_, '_>, view: &View<'_>) -> u32 {
    let Some(first) = view.items.first() else { return 0 };
    let Some(words_at) = layout.with_role(Role::Words).last() else { return 0 };
    let starts_left = first.column <= layout.span.0 && first.column < words_at;
    if !starts_left || first.number || words::is_number_label(&fold(&first.text.chars().take(20).collect::<String>())) {
        return 0;
    }
    let (fits, misfits) = fit(layout, view, 0);
    if misfits == 0 {
        return 0;
    }
    let last = view.items.last().map_or(first.column, |item| item.column);
    let most = (words_at - first.column).min(layout.span.1.saturating_sub(last));
    let mut best = (0, fits.saturating_sub(misfits));
    for shift in 1..=most {
        let (good, bad) = fit(layout, view, shift);
        let lands = layout.role(first.column + shift) == Role::Words;
        if lands && bad == 0 && good > best.1 {
            best = (shift, good);
        }
    }
    best.0
}

/// Cells that stand where their kind belongs, and cells that stand where it can't: organisations under units, narratives
/// under progress, numbers under keys.
fn fit(layout: &Layout<'_, '_>, view: &View<'_>, shift: u32) -> (u32, u32) {
    let (mut fits, mut misfits) = (0, 0);
    for item in &view.items {
        let text = item.text.as_ref();
        let organisation = || layout.is_organisation(text);
        let good = match layout.role(item.column + shift) {
            Role::Units => organisation(),
            Role::Words => !organisation() && !item.number,
            Role::Progress => !organisation(),
            Role::Key => words::is_number_label(&fold(&text.chars().take(20).collect::<String>())),
            Role::Measure => item.number || kinds::is_figure(text) || !kinds::is_prose(text) && !organisation(),
            Role::Section => !kinds::is_prose(text),
            Role::Said | Role::Side => continue,
        };
        // Organisations and narratives say more of where they belong than a short text does.
        let weight = match layout.role(item.column + shift) {
            Role::Units => 3,
            Role::Progress if kinds::is_prose(text) => 2,
            _ => 1,
        };
        fits += if good { weight } else { 0 };
        misfits += u32::from(!good);
    }
    (fits, misfits)
}
