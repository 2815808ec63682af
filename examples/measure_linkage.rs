//! Measures linking on public record-linkage sets that can't be kept here, given their path.
//!
//! ```text
//! cargo run --release --example measure_linkage -- tables LIST.csv RECORDS.csv TRUTH.csv
//! cargo run --release --example measure_linkage -- sentences PAIRS.tsv
//! ```
//!
//! `tables`: two clean tables with an id, a title and further text columns, whatever parts their columns; TRUTH has the ids
//! of the pairs (list, record). Prints the best F1 over the score with one-to-one pairs, and the precision and recall of
//! `link` at the engine's own thresholds. `sentences`: lines of sentence, sentence, 1 where they mean the same, else 0; the
//! first sentences are the list. Prints how many pairs of other meaning are linked automatically.

#[path = "../tests/link_corpus/mod.rs"]
mod link_corpus;

use std::{collections::BTreeSet, fs};

use link_corpus::Words;
use taizhang::{
    link::{Context, link},
    model::{Link, LinkDecision, Record, Register, TaskList},
    text::fold,
};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["tables", list, records, truth] => tables(list, records, truth),
        ["sentences", pairs] => sentences(pairs),
        _ => eprintln!("tables LIST RECORDS TRUTH, or sentences PAIRS"),
    }
}

/// Rows of a file whose columns are parted by whichever mark its first line has most of.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).expect("the file can be read");
    let head = text.lines().next().unwrap_or_default();
    let mark = *b",|#%\t;".iter().max_by_key(|mark| head.bytes().filter(|byte| byte == *mark).count()).unwrap_or(&b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(text.as_bytes());
    let row =
        |row: Result<csv::StringRecord, csv::Error>| row.expect("a sound row").iter().map(str::to_owned).collect();
    reader.records().map(row).collect()
}

/// A row's title and all its other text; prices say little and are left out.
fn words(row: &[String]) -> Words {
    let more = row.iter().skip(2).filter(|cell| cell.parse::<f64>().is_err() || cell.len() == 4);
    let content = more.map(String::as_str).filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join(", ");
    Words { title: row.get(1).cloned().unwrap_or_default(), content, ..Words::default() }
}

fn linked(list: &TaskList, records: &[Record]) -> Vec<Link> {
    let submissions = records.iter().map(|record| record.submission).max().unwrap_or(0) + 1;
    let departments = vec![None; submissions];
    let register = Register::default();
    let context = Context { tasks: list, register: &register, departments: &departments, decisions: &[], jobs: 2 };
    link(records, context)
}

fn tables(list: &str, records: &str, truth: &str) {
    let (list_rows, record_rows) = (rows(list), rows(records));
    let tasks = list_rows.iter().enumerate().map(|(at, row)| link_corpus::plain_task(at, &words(row))).collect();
    let tasks = TaskList::new(tasks, Vec::new()).expect("positions are unique");
    let rows_of: Vec<Record> =
        record_rows.iter().zip(2..).map(|(row, line)| link_corpus::record(0, line, &words(row))).collect();
    let position =
        |rows: &[Vec<String>], id: &str| rows.iter().position(|row| row.first().is_some_and(|own| own == id));
    let pairs: BTreeSet<(usize, usize)> = rows(truth)
        .iter()
        .filter_map(|pair| Some((position(&list_rows, pair.first()?)?, position(&record_rows, pair.get(1)?)?)))
        .collect();
    let started = std::time::Instant::now();
    let links = linked(&tasks, &rows_of);
    println!("{} × {}, {} pairs, {:.1?}", tasks.len(), rows_of.len(), pairs.len(), started.elapsed());
    let first =
        |(at, link): (usize, &Link)| link.candidates.first().is_some_and(|best| pairs.contains(&(best.task, at)));
    let with: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
    let top =
        links.iter().enumerate().filter(|(at, _)| with.contains(at)).filter(|(at, link)| first((*at, link))).count();
    let among = links
        .iter()
        .enumerate()
        .filter(|(at, link)| link.candidates.iter().any(|one| pairs.contains(&(one.task, *at))))
        .count();
    println!(
        "right task first for {:.1}%, among the candidates for {:.1}%",
        share(top, with.len()),
        share(among, with.len())
    );
    own_thresholds(&links, &pairs, &list_rows, &record_rows);
    best_f1(&links, &pairs);
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn own_thresholds(links: &[Link], pairs: &BTreeSet<(usize, usize)>, list: &[Vec<String>], records: &[Vec<String>]) {
    let found: Vec<(usize, usize)> =
        links.iter().enumerate().filter_map(|(at, link)| Some((link.linked()?, at))).collect();
    let right = found.iter().filter(|pair| pairs.contains(pair)).count();
    println!(
        "own thresholds: {} linked, precision {:.2}%, recall {:.1}%",
        found.len(),
        share(right, found.len()),
        share(right, pairs.len())
    );
    // Sets collected by hand leave pairs out: what has the very same title is no proof of a wrong link.
    let title = |row: &[String]| fold::words_only(row.get(1).map_or("", String::as_str));
    let same = |pair: &&(usize, usize)| !pairs.contains(pair) && title(&list[pair.0]) == title(&records[pair.1]);
    println!(
        "of the {} not in the truth, {} have the same title",
        found.len() - right,
        found.iter().filter(same).count()
    );
    if std::env::var_os("SHOW").is_some() {
        for (task, at) in found.iter().filter(|pair| !pairs.contains(pair)) {
            println!("  WRONG {:?}\n        {:?}\n        {}", records[*at], list[*task], told(&links[*at]));
        }
    }
}

fn told(link: &Link) -> String {
    link.evidence
        .iter()
        .map(|part| format!("{}:{}{:+.1}", part.name, part.level, part.weight))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Pairs best first, each side once, and the threshold with the best balance.
fn best_f1(links: &[Link], pairs: &BTreeSet<(usize, usize)>) {
    let sum = |evidence: &[taizhang::model::Evidence]| evidence.iter().map(|part| part.weight).sum::<f64>();
    let mut wishes: Vec<(f64, usize, usize)> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        wishes.extend(link.candidates.iter().map(|candidate| (sum(&candidate.evidence), candidate.task, at)));
    }
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut tasks, mut rows) = (BTreeSet::new(), BTreeSet::new());
    let (mut found, mut right, mut best) = (0, 0, (0.0, 0.0, 0.0, 0.0));
    for (score, task, at) in wishes {
        if tasks.contains(&task) || rows.contains(&at) {
            continue;
        }
        tasks.insert(task);
        rows.insert(at);
        found += 1;
        right += usize::from(pairs.contains(&(task, at)));
        let (precision, recall) = (share(right, found), share(right, pairs.len()));
        let f1 = 2.0 * precision * recall / (precision + recall).max(0.1);
        if f1 > best.0 {
            best = (f1, score, precision, recall);
        }
    }
    println!("best F1 {:.1} at {:.1} bits (precision {:.1}, recall {:.1})", best.0, best.1, best.2, best.3);
}

fn sentences(path: &str) {
    let text = fs::read_to_string(path).expect("the file can be read");
    let lines: Vec<Vec<&str>> =
        text.lines().map(|line| line.split('\t').collect()).filter(|row: &Vec<&str>| row.len() >= 3).collect();
    let content = |text: &str| Words { content: text.to_owned(), ..Words::default() };
    let of = |row: &[&str], from_end: usize| row[row.len() - from_end].to_owned();
    let list = lines.iter().enumerate().map(|(at, row)| link_corpus::plain_task(at, &content(&of(row, 3)))).collect();
    let list = TaskList::new(list, Vec::new()).expect("positions are unique");
    // Each sentence is a submission of its own: no sentence takes another's place.
    let records: Vec<Record> =
        lines.iter().enumerate().map(|(at, row)| link_corpus::record(at, 2, &content(&of(row, 2)))).collect();
    let links = linked(&list, &records);
    let mut counts = [[0; 2]; 2];
    for ((at, row), link) in lines.iter().enumerate().zip(&links) {
        let same = usize::from(of(row, 1).trim() == "1");
        let own = |task: usize| list.tasks()[task].content == list.tasks()[at].content;
        let linked = link.decision == LinkDecision::Link && link.task.is_some_and(own);
        counts[same][usize::from(linked)] += 1;
        if same == 0 && linked && std::env::var_os("SHOW").is_some() {
            println!("  WRONG {} / {}\n        {}", of(row, 3), of(row, 2), told(link));
        }
    }
    let [[apart, wrong], [asked, right]] = counts;
    println!("other meaning: {wrong} of {} linked; same meaning: {right} of {} linked", apart + wrong, asked + right);
}
