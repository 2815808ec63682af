//! A large made-up list and its rows, for measuring speed.

use taizhang::model::{Record, TaskList};

use super::link_corpus;

/// A list of about `count` tasks and `records` rows of it: the corpus again and again, each time in another place.
pub fn large(count: usize, records: usize) -> (TaskList, Vec<Record>) {
    let (small, _) = link_corpus::tasks(link_corpus::HELD_OUT);
    let place = |at: usize| {
        let letter = |n: usize| char::from_u32(0x4e00 + (n * 37 % 5000) as u32).unwrap_or('城');
        format!("{}{}县", letter(at), letter(at / 7 + 11))
    };
    let mut tasks = Vec::with_capacity(count);
    for at in 0..count {
        let mut task = small.tasks()[at % small.len()].clone();
        task.id.0 = format!("T{at}").into();
        task.content = format!("{}{}", place(at / small.len()), task.content);
        task.number = (at + 1).to_string();
        (task.lead, task.support) = (Vec::new(), Vec::new());
        tasks.push(task);
    }
    let mut dice = link_corpus::Dice(7);
    let rows = (0..records).map(|row| {
        let task = &tasks[dice.below(count)];
        let words: Vec<&str> = task.content.split('，').collect();
        let content = if dice.chance(50) { words.join("、") } else { words[0].to_owned() };
        // Sixty rows a submission.
        link_corpus::record(row / 60, (row % 60) as u32 + 2, &link_corpus::Words { content, ..Default::default() })
    });
    let rows = rows.collect();
    (TaskList::new(tasks, Vec::new()).expect("ids are unique"), rows)
}
