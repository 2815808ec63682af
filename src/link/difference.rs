//! How the words of a record differ from a task's: clauses are paired, what is left over on either side is weighed, and
//! the outcome is one level of the `content` comparison.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    figures,
    form::{Clause, Form, Token},
    guards::{Guard, Guards, Mark},
    news,
    rest::{MOVED_VERB, Rest, add, cancel_moved, met_elsewhere, whole},
    slip,
    wording::Wording,
};

/// What was found, weights in tokens.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// Found on both sides.
    pub matched: f64,
    /// The heaviest clause that both have word for word, where the record has no figures beside it.
    pub whole: f64,
    /// One word in place of another, the heavier side of each.
    pub exchanged: f64,
    /// Put in or left out inside a clause: by the record, by the task.
    pub inside: (f64, f64),
    /// Whole clauses that only the record, only the task has.
    pub clauses: (f64, f64),
    /// The same words in another order inside a clause.
    pub swapped: f64,
    /// The first word that stands for another, and whether that is all that differs inside clauses.
    pub exchange: Option<([Token; 2], bool)>,
    /// Whether some word stands in place of another that is not of its kind.
    pub replaced: bool,
    /// Clauses of the record that the task has, in part or whole: their positions.
    pub covered: Vec<usize>,
    /// Clauses of the task that the record has, in part or whole.
    pub told: Vec<usize>,
    /// Words stand inside a clause on one side, and in another clause on the other.
    pub brought: bool,
    /// Words that the record put in and that narrow what the task says, if it does not say them elsewhere.
    pub put_in: Vec<&'static str>,
    /// Why they are not the same task, whatever else agrees.
    pub guard: Option<Guard>,
    /// Other figures or guard words in clauses that were paired, where the task has the record's in another clause.
    pub crossed: Option<Guard>,
}

/// How words were changed between a task and a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Changes {
    /// One word stands in place of another, and that is all that differs inside clauses: which task it is, hangs on it.
    pub one_word: bool,
    /// Words stand in place of others and nothing has moved: a near miss names another thing in the task's own words. Who
    /// says a thing in words of his own puts them in another order as well.
    pub in_place: bool,
    /// Words stand inside a clause on one side, and in another clause on the other.
    pub brought: bool,
}

/// More clauses than this on both sides are not paired one by one.
const PAIRED: usize = 48;
/// Share of the words, and weight, that may be put in or left out for the rest to count as whole.
const FEW: (f64, f64) = (0.25, 3.1);
/// Weight below which left-over words are a way of speaking.
pub const SLIGHT: f64 = 0.8;

/// Compares two texts clause by clause.
pub fn between(record: &Form, task: &Form) -> Difference {
    let mut difference = Difference::default();
    let (mut mine, mut theirs): (Vec<usize>, Vec<usize>) = ((0..record.clauses.len()).collect(), Vec::new());
    for (position, clause) in task.clauses.iter().enumerate() {
        match mine.iter().position(|own| record.clauses[*own].tokens == clause.tokens) {
            Some(found) => {
                let own = mine.remove(found);
                difference.matched += clause.weight;
                if record.clauses.iter().enumerate().all(|(at, other)| at == own || other.figures.is_empty()) {
                    difference.whole = difference.whole.max(clause.weight);
                }
                difference.covered.push(own);
                difference.told.push(position);
                note_guard(&mut difference, [&record.clauses[own], clause], [record, task]);
            }
            None => theirs.push(position),
        }
    }
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for (own, other) in pair(record, task, &mut mine, &mut theirs) {
        difference.covered.push(own);
        difference.told.push(other);
        note_guard(&mut difference, [&record.clauses[own], &task.clauses[other]], [record, task]);
        inside(&mut difference, own, [&record.clauses[own], &task.clauses[other]], [&mut ours, &mut others]);
    }
    ours.extend(mine.iter().map(|own| whole(&record.clauses[*own])));
    others.extend(theirs.iter().map(|other| whole(&task.clauses[*other])));
    cancel_moved(&mut difference, &mut ours, &mut others);
    for rest in &ours {
        add(rest, &mut difference.clauses.0, &mut difference.inside.0);
    }
    for rest in &others {
        add(rest, &mut difference.clauses.1, &mut difference.inside.1);
    }
    if difference.guard.is_none() {
        difference.guard = across(record, task).or_else(|| {
            // Figures in another order are the task's where each kept its words.
            difference.crossed.filter(|_| record.latin || news::of(record, task).own.misplaced)
        });
    }
    // Beside a clause that was altered, the whole one may be another task's.
    let altered = difference.inside.0.max(difference.exchanged) > SLIGHT;
    if difference.whole > 0.0 && (altered || record.plain.parts().any(|part| Guards::built_in().turns(part))) {
        difference.whole = 0.0;
    }
    difference.covered.sort_unstable();
    difference
}

/// Pairs the clauses left over by what they share, best pairs first; the paired ones are taken out of the lists.
fn pair(record: &Form, task: &Form, mine: &mut Vec<usize>, theirs: &mut Vec<usize>) -> Vec<(usize, usize)> {
    let mut near = Vec::new();
    for own in mine.iter().take(PAIRED) {
        for other in theirs.iter().take(PAIRED) {
            let alike = likeness(&record.clauses[*own], &task.clauses[*other]);
            if alike >= 0.4 {
                near.push((alike, *own, *other));
            }
        }
    }
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs = Vec::new();
    for (_, own, other) in near {
        if let (Some(i), Some(j)) = (mine.iter().position(|at| *at == own), theirs.iter().position(|at| *at == other)) {
            mine.remove(i);
            theirs.remove(j);
            pairs.push((own, other));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Share of common tokens, from 0 to 1; one clause inside another counts as near.
fn likeness(a: &Clause, b: &Clause) -> f64 {
    let common = common(&a.sorted, &b.sorted) as f64;
    let (short, long) = (a.tokens.len().min(b.tokens.len()) as f64, a.tokens.len().max(b.tokens.len()) as f64);
    // Of two clauses that share as many words, the one with the same figures is the partner.
    let apart = figures::conflict(&a.figures, &b.figures).is_some()
        || Guards::built_in().conflict(&a.marks, &b.marks, true).is_some();
    let dice = 2.0 * common / (short + long).max(1.0) - if apart { 0.15 } else { 0.0 };
    if short >= 3.0 && common / short >= 0.8 { dice.max(0.45) } else { dice }
}

/// How many tokens two ascending lists have in common, each as often as both have it.
fn common(a: &[Token], b: &[Token]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let order = left.cmp(right);
        common += usize::from(order.is_eq());
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    common
}

/// Compares two paired clauses word by word.
fn inside<'a>(
    difference: &mut Difference,
    position: usize,
    [own, other]: [&'a Clause; 2],
    [ours, others]: [&mut Vec<Rest<'a>>; 2],
) {
    let weigh = |clause: &Clause, from: usize, len: usize| -> f64 {
        clause.weights[from..from + len].iter().map(|weight| f64::from(*weight)).sum()
    };
    let rest = |clause: &'a Clause, from: usize, len: usize, replaced: bool| Rest {
        tokens: &clause.tokens[from..from + len],
        from,
        weight: weigh(clause, from, len),
        whole: false,
        replaced,
        pair: Some(position),
    };
    let (mine, theirs) = (ours.len(), others.len());
    let mut replaced = Vec::new();
    for op in joined_around_one(capture_diff_slices(Algorithm::Myers, &own.tokens, &other.tokens)) {
        note_edit(difference, &op, own, other);
        match op {
            DiffOp::Equal { old_index, len, .. } => difference.matched += weigh(own, old_index, len),
            DiffOp::Delete { old_index, old_len, .. } => ours.push(rest(own, old_index, old_len, false)),
            DiffOp::Insert { new_index, new_len, .. } => others.push(rest(other, new_index, new_len, false)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                note_exchange(difference, told(own, old_index, old_len), told(other, new_index, new_len));
                replaced.push((ours.len(), others.len()));
                ours.push(rest(own, old_index, old_len, true));
                others.push(rest(other, new_index, new_len, true));
            }
        }
    }
    difference.put_in.extend(ours[mine..].iter().flat_map(|rest| narrowing(rest.tokens)));
    difference.swapped += met_elsewhere(&mut ours[mine..], &mut others[theirs..], [own, other]);
    for (own, other) in replaced {
        difference.exchanged += ours[own].weight.max(others[other].weight);
    }
}

/// A run of a clause without the words at its beginning that only say that something is done (完成小型 for 大型).
fn told(clause: &Clause, from: usize, len: usize) -> &[Token] {
    let light = clause.weights[from..from + len].iter().take_while(|weight| **weight < 1.0).count();
    &clause.tokens[from + light..from + len]
}

/// Edits in which one word stands for another although they share a character: 立管 for 管网 is no word put in and one left out.
fn joined_around_one(edits: Vec<DiffOp>) -> Vec<DiffOp> {
    let mut joined: Vec<DiffOp> = Vec::with_capacity(edits.len());
    for edit in edits {
        let around = match joined[..] {
            [.., before, DiffOp::Equal { len: 1, .. }] => match (before, edit) {
                (DiffOp::Delete { .. }, DiffOp::Insert { .. }) | (DiffOp::Insert { .. }, DiffOp::Delete { .. }) => {
                    Some(before)
                }
                _ => None,
            },
            _ => None,
        };
        let Some(before) = around else {
            joined.push(edit);
            continue;
        };
        joined.truncate(joined.len() - 2);
        let (old, new) = (before.old_range().start, before.new_range().start);
        joined.push(DiffOp::Replace {
            old_index: old,
            old_len: edit.old_range().end - old,
            new_index: new,
            new_len: edit.new_range().end - new,
        });
    }
    joined
}

/// Whether two runs are words that are used for one another: what stands there is said in other words.
fn are_kin(a: &[Token], b: &[Token]) -> bool {
    let chars = |tokens: &[Token]| -> Vec<char> {
        tokens.iter().filter_map(|token| char::from_u32(u32::try_from(*token).ok()?)).collect()
    };
    Wording::built_in().are_kin(&chars(a), &chars(b))
}

/// Words among those put in that narrow what the clause speaks of.
fn narrowing(put_in: &[Token]) -> impl Iterator<Item = &'static str> + use<'_> {
    let char_of = |token: &Token| char::from_u32(u32::try_from(*token).ok()?);
    let stands = move |word: &str, from: usize| {
        let mut tokens = put_in[from..].iter();
        // 国内外 narrows nothing.
        word.chars().all(|c| tokens.next().is_some_and(|token| char_of(token) == Some(c)))
            && tokens.next().and_then(char_of) != Some('外')
    };
    put_in.iter().enumerate().flat_map(move |(from, token)| {
        let words = char_of(token).into_iter().flat_map(|first| Guards::built_in().narrowing(first));
        words.filter(move |word| stands(word, from))
    })
}

/// Keeps the first word that stands for another, and sets down whether anything else differs.
fn note_edit(difference: &mut Difference, op: &DiffOp, own: &Clause, other: &Clause) {
    let weigh = |clause: &Clause, range: std::ops::Range<usize>| -> f32 { clause.weights[range].iter().sum() };
    let (old, new) = (op.old_range(), op.new_range());
    let heavy = f64::from(weigh(own, old.clone()).max(weigh(other, new.clone()))) > SLIGHT;
    if matches!(op, DiffOp::Equal { .. }) || !heavy || are_kin(&own.tokens[old.clone()], &other.tokens[new.clone()]) {
        return;
    }
    let pair = [own.tokens.get(old.start), other.tokens.get(new.start)].map(|token| token.copied().unwrap_or(0));
    let replaced = matches!(op, DiffOp::Replace { .. });
    difference.replaced |= replaced;
    difference.exchange = Some(match difference.exchange {
        None => (pair, replaced),
        Some((first, alone)) => (first, alone && replaced && first == pair),
    });
}

fn note_guard(difference: &mut Difference, [own, other]: [&Clause; 2], [record, task]: [&Form; 2]) {
    if difference.guard.is_some() {
        return;
    }
    let pair = figures::conflict(&own.figures, &other.figures).or_else(|| {
        let mine = figures::only(&own.figures, &other.figures).next();
        let theirs = figures::only(&other.figures, &own.figures).next();
        mine.zip(theirs).map(|(mine, theirs)| (*mine, *theirs))
    });
    let otherwise = || figures::counted_otherwise(&own.figures, &other.figures);
    if let Some((mine, theirs)) = pair {
        let guard = Some(Guard::Figures(mine, theirs));
        let is_known = figures::only(&own.figures, &task.figures).next().is_none();
        *(if is_known { &mut difference.crossed } else { &mut difference.guard }) = guard;
    } else if let Some((mine, theirs)) = otherwise() {
        difference.guard = Some(Guard::Figures(mine, theirs));
    }
    if difference.guard.is_none()
        && let Some(guard) = Guards::built_in().conflict(&own.marks, &other.marks, true)
    {
        // Texts that say the same of it as a whole, one of them in one clause: 新建、改造管网 and 新建改造管网. Where each clause has
        // what the other text has in another one, they tell two things.
        let of = |marks: &[Mark], group: u16| -> Vec<Mark> {
            marks.iter().filter(|mark| mark.0 == group).copied().collect()
        };
        let is_listed = |group| {
            let (mine, theirs) = (of(&own.marks, group), of(&other.marks, group));
            let within = |a: &[Mark], b: &[Mark]| !a.is_empty() && a.iter().all(|mark| b.contains(mark));
            of(&record.marks, group) == of(&task.marks, group) && (within(&mine, &theirs) || within(&theirs, &mine))
        };
        let elsewhere = !record.latin && matches!(guard, Guard::Words(group, ..) if is_listed(group));
        *(if elsewhere { &mut difference.crossed } else { &mut difference.guard }) = Some(guard);
    }
}

fn note_exchange(difference: &mut Difference, own: &[Token], other: &[Token]) {
    if difference.guard.is_none() && own.len() <= 2 && other.len() <= 2 {
        let chars = |tokens: &[Token]| -> [char; 2] {
            let char_at = |at| char::from_u32(u32::try_from(*tokens.get(at)?).ok()?);
            [char_at(0), char_at(1)].map(|c: Option<char>| c.unwrap_or(' '))
        };
        let (own, other) = (chars(own), chars(other));
        // 增长 and 提高 are words of one kind, whatever their characters are by themselves.
        if !Wording::built_in().are_kin(&own, &other) {
            difference.guard = Guards::built_in().exchange(&own, &other);
        }
    }
}

/// Guards over the whole texts, for words that stand in clauses without a partner.
pub fn across(record: &Form, task: &Form) -> Option<Guard> {
    let (mine, theirs) = (&record.figures, &task.figures);
    let clash = if record.latin {
        let only_mine = figures::only(mine, theirs);
        let none_shared = only_mine.clone().count() == mine.len();
        let pair = only_mine.clone().next().zip(figures::only(theirs, mine).next());
        pair.filter(|_| none_shared).map(|(mine, theirs)| (*mine, *theirs))
    } else {
        figures::conflict(mine, theirs).or_else(|| figures::counted_otherwise(mine, theirs))
    };
    clash
        .map(|(mine, theirs)| Guard::Figures(mine, theirs))
        .or_else(|| Guards::built_in().conflict(&record.marks, &task.marks, false))
        .or_else(|| opposed(record, task))
}

/// Kinds of work that exclude each other, said of one figure: by each clause of the record with a figure of the task, and by all
/// of the task's clauses that have it.
fn opposed(record: &Form, task: &Form) -> Option<Guard> {
    let works = |part: &[char]| Guards::built_in().works(part);
    let clauses = record.clauses.iter().zip(record.plain.parts());
    let mut told = clauses.filter(|(clause, _)| figures::telling(&clause.figures) > 0);
    told.find_map(|(clause, part)| {
        let has = |other: &Clause| {
            figures::all_telling(&clause.figures)
                .any(|own| other.figures.iter().any(|figure| figure.value == own.value))
        };
        let with_it = task.clauses.iter().zip(task.plain.parts()).filter(|(other, _)| has(other));
        let theirs = with_it.fold(0, |all, (_, part)| all | works(part));
        let mine = if theirs == 0 { 0 } else { works(part) };
        Guards::are_opposed(mine, theirs).then_some(Guard::Works(mine, theirs))
    })
}

impl Difference {
    /// The level of the comparison, a name in the table of weights.
    pub fn level(&self, record: &Form, task: &Form, dice: f64) -> &'static str {
        if record.words == task.words {
            return "identical";
        }
        let (least, most) = (record.weight.min(task.weight).max(0.1), record.weight.max(task.weight).max(0.1));
        let share = self.matched / least;
        if self.swapped > MOVED_VERB && share >= 0.4 {
            return "swapped";
        }
        let slight = |weight: f64| weight <= SLIGHT;
        let (more, less) = (self.clauses.0 + self.inside.0, self.clauses.1 + self.inside.1);
        if slight(self.exchanged) && self.swapped <= MOVED_VERB {
            match (slight(more), slight(less)) {
                (true, true) => return Self::alike(record, task),
                (true, false) if share >= 0.9 => {
                    return match self.inside.1 {
                        left_out if slight(left_out) => "shortened",
                        left_out if self.is_few(left_out) => "pared",
                        _ => "trimmed",
                    };
                }
                (false, true) if share >= 0.9 => {
                    return match self.inside.0 {
                        put_in if slight(put_in) => "extended",
                        put_in if self.is_few(put_in) => "filled",
                        _ => "padded",
                    };
                }
                (false, false)
                    if share >= 0.85
                        && slight(self.clauses.0.min(self.clauses.1))
                        && self.is_few(self.inside.0)
                        && self.is_few(self.inside.1) =>
                {
                    return "adjusted";
                }
                _ => {}
            }
        }
        let one_letter = self.exchanged <= 1.1 && slight(more) && slight(less) && self.is_slip();
        if one_letter && most >= 8.0 {
            return "typo";
        }
        let all_clauses_met = slight(self.clauses.0) || slight(self.clauses.1);
        if self.exchanged <= least * 0.25 && share >= 0.7 && all_clauses_met {
            return "exchanged";
        }
        by_dice(dice.max(if share >= 0.9 { 0.45 } else { 0.0 }))
    }

    /// A word that the record put in and that narrows what the task says.
    pub fn narrowed(&self, task: [&Form; 2]) -> Option<&'static str> {
        self.put_in.iter().find(|word| task.iter().all(|text| !text.words.contains(**word))).copied()
    }

    /// How words were changed.
    pub fn changes(&self) -> Changes {
        let clauses = self.clauses.0 > SLIGHT && self.clauses.1 > SLIGHT;
        Changes {
            one_word: self.exchange.is_some_and(|(_, alone)| alone),
            in_place: (self.replaced || clauses) && self.swapped <= SLIGHT,
            brought: self.brought,
        }
    }

    /// Whether the character that stands for another is typed for it, or there is none.
    fn is_slip(&self) -> bool {
        let char_of = |token: Token| char::from_u32(u32::try_from(token).ok()?);
        self.exchange.is_none_or(|([own, other], _)| {
            char_of(own).zip(char_of(other)).is_none_or(|(own, other)| slip::are_alike(own, other))
        })
    }

    fn is_few(&self, weight: f64) -> bool {
        weight <= FEW.1 && weight <= self.matched * FEW.0
    }

    fn alike(record: &Form, task: &Form) -> &'static str {
        let same = |a: &Clause| task.clauses.iter().any(|b| a.tokens == b.tokens);
        let reordered = record.clauses.len() > 1 && record.clauses.iter().all(same);
        if reordered { "reordered" } else { "reworded" }
    }
}

/// Levels of two texts that can't be laid side by side.
pub fn by_dice(dice: f64) -> &'static str {
    if dice >= 0.65 {
        "similar"
    } else if dice >= 0.45 {
        "related"
    } else if dice >= 0.25 {
        "weak"
    } else {
        "different"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_say_how_texts_differ() {
        for (record, task, level, guarded) in [
            ("新增绿地300万平方米，建成口袋公园100个", "新增绿地300万平方米，建成口袋公园100个。", "identical", false),
            ("建成口袋公园100个、新增绿地300万平方米", "新增绿地300万平方米、建成口袋公园100个", "reordered", false),
            ("提高危废处置能力", "持续提升危险废物处置能力", "reworded", false),
            ("新增绿地300万平方米", "新增绿地300万平方米，建成口袋公园100个", "shortened", false),
            ("新增绿地200万平方米", "新增绿地300万平方米", "exchanged", true),
            ("惠及居民8600人", "惠及居民8600户", "exchanged", true),
            ("确保国考断面水质达标", "确保省考断面水质达标", "exchanged", true),
            ("苏州园林绿化提升三年规划编制", "苏州园林绿化提升三年规划编治", "typo", false),
            ("建成体育公园100个并向居民开放", "建成口袋公园100个并向居民开放", "exchanged", false),
            ("支持张三向李四购买设备三台", "支持李四向张三购买设备三台", "swapped", false),
        ] {
            let (a, b) = (Form::new(record), Form::new(task));
            let difference = between(&a, &b);
            let found = difference.level(&a, &b, 0.7);
            assert_eq!(difference.guard.is_some(), guarded, "{record}: {:?}", difference.guard);
            if !guarded {
                assert_eq!(found, level, "{record}: {difference:?}");
            }
        }
    }
}
