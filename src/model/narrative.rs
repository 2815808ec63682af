//! The narrative of a task: the departments' words, every character of them, each text once.

use super::ledger::{Claim, Role};
use crate::text::fold::is_blank;

/// One text and everyone whose words it is, as positions in the claims.
struct Block {
    owners: Vec<usize>,
}

/// Joins the claims' words; what is said word for word again is not shown twice.
///
/// One lead unit's words stand alone, without any addition. Several lead units are each headed by their name; the words
/// of supporting and other units always are, so that nobody takes them for the lead's.
pub(super) fn of(claims: &[Claim]) -> String {
    let blocks = blocks(claims);
    let several_leads = has_several_leads(claims);
    let mut narrative = String::new();
    let mut above = String::new();
    for block in &blocks {
        let Some(first) = block.owners.first().and_then(|&owner| claims.get(owner)) else { continue };
        let head = if first.role == Role::Lead && !several_leads { String::new() } else { head(&block.owners, claims) };
        if !narrative.is_empty() {
            narrative.push('\n');
        }
        if head != above {
            narrative.push_str(&head);
        }
        narrative.push_str(&first.progress);
        above = head;
    }
    narrative
}

/// The different texts, in the order of the claims.
fn blocks(claims: &[Claim]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut by_text = std::collections::BTreeMap::new();
    for (position, claim) in claims.iter().enumerate() {
        if is_blank(&claim.progress) {
            continue;
        }
        let next = blocks.len();
        let index = *by_text.entry(&claim.progress).or_insert(next);
        match blocks.get_mut(index) {
            Some(block) => block.owners.push(position),
            None => blocks.push(Block { owners: vec![position] }),
        }
    }
    blocks
}

fn has_several_leads(claims: &[Claim]) -> bool {
    let mut leads = claims
        .iter()
        .filter(|claim| claim.role == Role::Lead && !is_blank(&claim.progress))
        .map(|claim| claim.department.as_deref());
    leads.next().is_some_and(|first| leads.any(|other| other != first))
}

/// `【市发改委、市水务局（配合）】`, or `[Water Bureau (support)] ` where the names are not Chinese.
fn head(owners: &[usize], claims: &[Claim]) -> String {
    let owners: Vec<&Claim> = owners.iter().filter_map(|&owner| claims.get(owner)).collect();
    let chinese = owners.iter().any(|claim| named(claim).chars().any(is_han));
    let mut names: Vec<String> = Vec::new();
    for claim in owners {
        let name = label(claim, chinese);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if chinese { format!("【{}】", names.join("、")) } else { format!("[{}] ", names.join(", ")) }
}

fn named(claim: &Claim) -> &str {
    claim.department.as_deref().unwrap_or(&claim.file)
}

fn label(claim: &Claim, chinese: bool) -> String {
    let Some(name) = &claim.department else {
        let file = claim.file.rsplit('/').next().unwrap_or(&claim.file);
        return if chinese { format!("单位不明：{file}") } else { format!("unit unknown: {file}") };
    };
    match (claim.role, chinese) {
        (Role::Lead, _) => name.to_string(),
        (Role::Support, true) => format!("{name}（配合）"),
        (Role::Support, false) => format!("{name} (support)"),
        (Role::Uninvolved, true) => format!("{name}（其他单位）"),
        (Role::Uninvolved, false) => format!("{name} (other)"),
    }
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{CellRef, RecordId};

    fn claim(role: Role, department: &str, progress: &str) -> Claim {
        Claim {
            record: RecordId(0),
            department: (!department.is_empty()).then(|| Arc::from(department)),
            role,
            file: Arc::from("submissions/来件.xlsx"),
            sheet: Arc::from("Sheet1"),
            row: 5,
            cell: CellRef::new(5, 6),
            progress: Arc::from(progress),
            measures: Arc::default(),
        }
    }

    #[test]
    fn whose_words_they_are_is_always_plain() {
        use Role::{Lead, Support, Uninvolved};
        for (claims, expected) in [
            (vec![], ""),
            (vec![(Lead, "市水务局", " 已开工。\n完成20%。 ")], " 已开工。\n完成20%。 "),
            (vec![(Lead, "市水务局", "甲"), (Lead, "市水务局", "乙")], "甲\n乙"),
            (vec![(Lead, "市水务局", "甲"), (Lead, "市住建局", "乙")], "【市水务局】甲\n【市住建局】乙"),
            (vec![(Lead, "市水务局", "甲"), (Lead, "市住建局", "甲")], "【市水务局、市住建局】甲"),
            (vec![(Lead, "市水务局", "甲"), (Lead, "市住建局", " ")], "甲"),
            (vec![(Lead, "市水务局", "甲"), (Support, "市住建局", "乙")], "甲\n【市住建局（配合）】乙"),
            (vec![(Lead, "市水务局", "甲"), (Support, "市住建局", "甲")], "甲"),
            (vec![(Support, "市住建局", "乙"), (Support, "市住建局", "丙")], "【市住建局（配合）】乙\n丙"),
            (
                vec![(Uninvolved, "市档案馆", "乙"), (Uninvolved, "", "丙")],
                "【市档案馆（其他单位）】乙\n【单位不明：来件.xlsx】丙",
            ),
            (vec![(Support, "Water Bureau", "Begun.")], "[Water Bureau (support)] Begun."),
        ] {
            let claims: Vec<_> = claims.into_iter().map(|(role, name, text)| claim(role, name, text)).collect();
            assert_eq!(of(&claims), expected);
        }
    }
}
