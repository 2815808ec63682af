//! Estimates the weights of linking from labelled quarters and writes `seeds/link/weights.toml`.
//!
//! ```text
//! cargo run --example estimate_link_weights            # says what would change
//! cargo run --example estimate_link_weights -- --write # writes the table
//! cargo run --example estimate_link_weights -- --show  # shows the rows that set the thresholds
//! ```
//!
//! A weight is log2 of how much more often its level is met between a row and its own task than between a row and another
//! near task (Fellegi and Sunter's m and u), over the candidates that the engine compared. A level met in few pairs is drawn
//! towards the guess beside it, as if `DRAW` more pairs had said so. The thresholds are then the least at which no row of
//! the quarters is linked wrongly, plus a margin: with no wrong link among n, the rate is below 3 ÷ n at 95%.

#[path = "../tests/link_corpus/mod.rs"]
mod link_corpus;

use std::{collections::BTreeMap, fs};

use link_corpus::{Quarter, TRAIN, Truth};
use taizhang::model::{Candidate, Evidence, Link};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/link/weights.toml");
/// Pairs that a guess counts for.
const DRAW: f64 = 30.0;
/// How often a hand-written quarter counts beside those made by rules.
const OWN_WORDS: usize = 3;
/// Bits added to the thresholds found.
const MARGIN: f64 = 1.0;
/// No threshold below this, however clean the quarters are: four to one by the prior.
const FLOOR: f64 = 8.0;
/// Fields whose weight no labelled pair can say: the reviewer's word, the veto, the id; and that a row reports several tasks,
/// which was met 74 times with the row's own and never with another: the pairs say no more than that it is 8 bits at least.
const FIXED: &[&str] = &["pass", "guard", "id", "progress", "likeness", "merged", "settled"];
/// Words that several tasks share say as much as any; which of the tasks it is, the lead over the runner-up decides.
const SHARED: &str = "boilerplate";

/// Levels that the quarters learnt from hardly ever reach: rows in words of their own. They are counted in messy quarters; where
/// none was met with another task, the pairs say no more than how many bits it is at least, and the guess stands.
const OWN_LEVELS: &[(&str, &str)] =
    &[("content", "done"), ("content", "named"), ("content", "figured"), ("content", "clause"), ("figures", "alone")];

/// Pairs of a row with its own task, and with another.
#[derive(Clone, Copy, Default)]
struct Pairs {
    own: usize,
    other: usize,
}

impl Pairs {
    fn add(&mut self, same: bool) {
        *(if same { &mut self.own } else { &mut self.other }) += 1;
    }
}

fn is_words(field: &str) -> bool {
    matches!(field, "content" | "words-as-title")
}

type Levels = BTreeMap<(String, String), (usize, usize)>;

fn main() {
    let quarters: Vec<Quarter> =
        (1..13).map(|seed| link_corpus::by_rules(TRAIN, seed, [30, 60, 90][seed as usize % 3])).collect();
    // Departments' own words count more than what rules make of the list's: they are rarer and nearer to life.
    let own = || link_corpus::by_departments(link_corpus::SERVICES, link_corpus::SERVICES_ROWS);
    // Rows that report two tasks, and rows of tasks that nobody else reports: few, and each counts once.
    let merges = link_corpus::each_alone(link_corpus::DISTRICT, link_corpus::DISTRICT_MERGES);
    let parts = link_corpus::by_departments(link_corpus::HELD_OUT, link_corpus::HELD_OUT_PARTS);
    let quarters: Vec<Quarter> =
        quarters.into_iter().chain((0..OWN_WORDS).map(|_| own())).chain([merges, parts]).collect();
    let links: Vec<Vec<Link>> = quarters.iter().map(Quarter::links).collect();
    let (mut levels, pairs) = count(&quarters, &links);
    let messy_pairs = count_own_levels(&mut levels);
    let table: toml::Table = toml::from_str(&fs::read_to_string(TABLE).expect("the table")).expect("sound");
    let (text, weights) =
        rewrite(&fs::read_to_string(TABLE).expect("the table"), &table, &levels, (pairs, messy_pairs));
    let (link, lead, wrong, rows) = calibrate(&quarters, &links, &weights);
    println!("link ≥ {link:.1} bits, lead ≥ {lead:.1} bits: {wrong} wrong of {rows} rows");
    let text = set(&set(&text, "link", link), "lead", lead);
    if std::env::args().any(|argument| argument == "--write") {
        fs::write(TABLE, text).expect("the table can be written");
    }
}

/// Words that are far apart settle it alone; what other fields tell is asked of the pairs that are near.
fn is_near(candidate: &Candidate) -> bool {
    let far = |part: &Evidence| part.name == "content" && matches!(part.level, "different" | "weak");
    !candidate.evidence.iter().any(far)
}

/// Words that the engine never links on, whatever their sum.
fn is_vague(candidate: &Candidate) -> bool {
    let own_title = candidate.evidence.iter().any(|part| part.name == "title" && part.level == "own");
    let vague = |part: &Evidence| {
        part.name == "content" && matches!(part.level, "exchanged" | "similar" | "related" | "weak" | "different")
    };
    !own_title && candidate.evidence.iter().any(vague)
}

/// How often each level was met with the row's own task and with another; and the number of pairs of each.
fn count(quarters: &[Quarter], links: &[Vec<Link>]) -> (Levels, [Pairs; 2]) {
    let (mut levels, mut pairs) = (Levels::new(), [Pairs::default(); 2]);
    for (quarter, links) in quarters.iter().zip(links) {
        for (link, (truth, _)) in links.iter().zip(&quarter.truth) {
            for candidate in link.candidates.iter() {
                let same = is_right(truth, candidate.task);
                let near = is_near(candidate);
                pairs[0].add(same);
                if near {
                    pairs[1].add(same);
                }
                for part in candidate.evidence.iter().filter(|part| near || is_words(part.name)) {
                    let counts = levels.entry((part.name.to_owned(), part.level.to_owned())).or_default();
                    *(if same { &mut counts.0 } else { &mut counts.1 }) += 1;
                }
            }
        }
    }
    (levels, pairs)
}

/// Counts the levels of rows in words of their own in messy quarters, and all pairs of these.
fn count_own_levels(levels: &mut Levels) -> Pairs {
    let messy: Vec<Quarter> = [
        (link_corpus::COASTLINE, link_corpus::COASTLINE_ROWS),
        (link_corpus::VALLEY, link_corpus::VALLEY_ROWS),
        (link_corpus::DELTA, link_corpus::DELTA_ROWS),
        (link_corpus::DELTA, link_corpus::DELTA_NEAR),
        (link_corpus::PREFECTURE, link_corpus::PREFECTURE_ROWS),
        (link_corpus::PREFECTURE, link_corpus::PREFECTURE_NEAR),
    ]
    .map(|(list, rows)| link_corpus::by_departments(list, rows))
    .into();
    let links: Vec<Vec<Link>> = messy.iter().map(Quarter::links).collect();
    let (met, [pairs, _]) = count(&messy, &links);
    for (field, level) in OWN_LEVELS {
        let key = ((*field).to_owned(), (*level).to_owned());
        levels.insert(key.clone(), met.get(&key).copied().unwrap_or_default());
    }
    pairs
}

fn is_right(truth: &Truth, task: usize) -> bool {
    match truth {
        Truth::Tasks(tasks) => tasks.contains(&task),
        Truth::Ask(real) => *real == task,
        Truth::Nothing => false,
    }
}

/// The table's text with new weights and counts, and the weights.
fn rewrite(
    text: &str,
    table: &toml::Table,
    levels: &Levels,
    (pairs, messy_pairs): ([Pairs; 2], Pairs),
) -> (String, BTreeMap<(String, String), f64>) {
    let mut weights = BTreeMap::new();
    let mut out = text[..text.find("[[level]]").unwrap_or(0)].to_owned();
    for level in table["level"].as_array().into_iter().flatten() {
        let word = |key: &str| level[key].as_str().unwrap_or_default().to_owned();
        let key = (word("field"), word("name"));
        let guess = level["guess"].as_float().unwrap_or_default();
        let (with, without) = levels.get(&key).copied().unwrap_or_default();
        let own_level = OWN_LEVELS.contains(&(&*key.0, &*key.1));
        let weight = if FIXED.contains(&key.0.as_str()) || key.1 == SHARED || own_level && without == 0 {
            guess
        } else if own_level {
            estimate(guess, with, without, messy_pairs)
        } else {
            estimate(guess, with, without, pairs[usize::from(!is_words(&key.0))])
        };
        println!("{:>15} {:<15} {with:>6} {without:>6}  guess {guess:>5.1}  weight {weight:>5.1}", key.0, key.1);
        out.push_str(&format!(
            "[[level]]\nfield = \"{}\"\nname = \"{}\"\nzh = \"{}\"\nen = \"{}\"\nguess = {guess:.1}\nweight = {weight:.1}\nrows = {with}\nothers = {without}\n\n",
            key.0, key.1, word("zh"), word("en"),
        ));
        weights.insert(key, weight);
    }
    (out.trim_end().to_owned() + "\n", weights)
}

fn estimate(guess: f64, with: usize, without: usize, pairs: Pairs) -> f64 {
    let share = |met: usize, of: usize| (met as f64 + 0.5) / (of as f64 + 1.0);
    let bits = (share(with, pairs.own) / share(without, pairs.other)).log2();
    let met = (with + without) as f64;
    // Weights of fields that depend on one another would be counted twice: none is let grow far beyond its guess.
    let drawn = (bits * met + guess * DRAW) / (met + DRAW);
    (drawn.clamp(guess - 3.0, guess + 3.0) * 10.0).round() / 10.0
}

/// The least thresholds at which no row is linked wrongly and most are linked, with the margin.
fn calibrate(
    quarters: &[Quarter],
    links: &[Vec<Link>],
    weights: &BTreeMap<(String, String), f64>,
) -> (f64, f64, usize, usize) {
    let sum = |candidate: &Candidate| -> f64 {
        let of = |part: &Evidence| {
            weights.get(&(part.name.to_owned(), part.level.to_owned())).copied().unwrap_or(part.weight)
        };
        candidate.evidence.iter().map(of).sum()
    };
    let show = std::env::args().any(|argument| argument == "--show");
    // Sum and lead of each row's best candidate, and whether it is the right one.
    let mut rows: Vec<(f64, f64, bool)> = Vec::new();
    for (quarter, links) in quarters.iter().zip(links) {
        for (link, (truth, _)) in links.iter().zip(&quarter.truth) {
            let mut sums: Vec<(f64, &Candidate)> = link.candidates.iter().map(|c| (sum(c), c)).collect();
            sums.sort_by(|a, b| b.0.total_cmp(&a.0));
            let Some((first, best)) = sums.first() else { continue };
            if best.evidence.iter().any(|part| part.name == "guard") || is_vague(best) {
                continue;
            }
            let lead = sums.get(1).map_or(99.0, |second| first - second.0);
            let right = is_right(truth, best.task) && !matches!(truth, Truth::Ask(_));
            if !right && *first > 9.0 && lead > 2.0 && show {
                let record = &quarter.records[link.record.0];
                let levels: Vec<String> = best.evidence.iter().map(|p| format!("{}:{}", p.name, p.level)).collect();
                println!(
                    "{first:.1} {lead:.1} {} → {} {truth:?} {}",
                    record.content,
                    quarter.tasks.tasks()[best.task].content,
                    levels.join(" ")
                );
            }
            rows.push((*first, lead, right));
        }
    }
    let found = [3.0, 4.0, 5.0].map(|lead: f64| {
        let wrong = rows.iter().filter(|row| !row.2 && row.1 >= lead).map(|row| row.0).fold(4.0, f64::max);
        let right = rows.iter().filter(|row| row.2 && row.1 >= lead && row.0 > wrong + MARGIN).count();
        println!("lead {lead}: link above {wrong:.1}, {right} of {} right", rows.iter().filter(|row| row.2).count());
        (right, wrong, lead)
    });
    let best = found.iter().max_by(|a, b| a.0.cmp(&b.0).then(a.2.total_cmp(&b.2))).copied().unwrap_or_default();
    let link = ((best.1 + MARGIN).max(FLOOR) * 10.0).round() / 10.0;
    let wrong = rows.iter().filter(|row| !row.2 && row.0 >= link && row.1 >= best.2).count();
    (link, best.2, wrong, rows.len())
}

/// Replaces a number of the thresholds.
fn set(text: &str, key: &str, value: f64) -> String {
    let lines = text.lines().map(|line| {
        if line.starts_with(&format!("{key} = ")) { format!("{key} = {value:.1}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
