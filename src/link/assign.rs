//! Assignment: inside one submission a task is claimed once; a second claim is asked about, not made.

use std::collections::BTreeMap;

use crate::model::{By, Link, LinkDecision, Record, Words};

/// Where several rows of one submission claim one task, the one with most evidence keeps it.
pub fn once_a_submission(records: &[Record], links: &mut [Link]) {
    let mut claims: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (position, link) in links.iter().enumerate() {
        if let (Some(task), Some(record)) = (link.linked(), records.get(position)) {
            claims.entry((record.submission, task)).or_default().push(position);
        }
    }
    for mut rows in claims.into_values().filter(|rows| rows.len() > 1) {
        rows.sort_by(|a, b| {
            let key = |row: usize| (links[row].by != By::Reviewer, -links[row].score, row);
            let (a, b) = (key(*a), key(*b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
        });
        let best = links[rows[0]].score;
        for row in rows.into_iter().skip(1) {
            let link = &mut links[row];
            if link.by == By::Reviewer {
                continue;
            }
            link.decision = LinkDecision::Possible;
            link.split = (best - link.score).abs() < f64::EPSILON;
            link.question = Some(Words::new(
                "本文件另有一行也是这项任务，请确认是拆分填报还是另一项任务",
                "another row of this file is this task too: is it split, or is this another task?",
            ));
        }
    }
}
