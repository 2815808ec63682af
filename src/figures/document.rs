//! One narrative with its figures placed: what the finders of relations read.

use std::cell::OnceCell;

use rust_decimal::Decimal;

use super::{
    bracketed, english,
    figure::{Figure, Role},
    folded::Folded,
    glyphs, inherit, layout,
    layout::Brackets,
    lexer,
    nouns::own_noun,
    prose, roles, small_numerals, unit_numbers,
    words::{Cue, Cues, Hits, WORDS},
};
use crate::text::words::holds_any;

/// One narrative.
#[derive(Clone)]
pub struct Document<'t> {
    /// The text.
    pub text: &'t Folded<'t>,
    /// It is English prose.
    pub english: bool,
    /// Quantities in order of place.
    pub figures: Vec<Figure<'t>>,
    /// Brackets.
    pub brackets: Brackets,
    /// The figure that each bracket stands right behind.
    pub bracket_owner: Vec<Option<usize>>,
    /// The figure that each figure is a part of by the words (其中, brackets).
    pub owner: Vec<Option<usize>>,
    /// Whether the words right before a figure say so, and not only the list that it goes on.
    pub owned_directly: Vec<bool>,
    /// Words of a breakdown stand right before the figure.
    pub opens_list: Vec<bool>,
    /// The figure is inside another member or beside the whole (销号, 含, 另有).
    pub subset: Vec<bool>,
    /// The figure is so many of each of several (各, 每), and no part of a sum.
    pub each: Vec<bool>,
    /// The figure may be part or whole of a rate: no extreme of several, and no time within which something is done.
    part_like: Vec<bool>,
    /// How many levels are told in each unit, by its number.
    levels: Vec<usize>,
    /// What the words since the amount before each figure say.
    pub(super) since_amount: Vec<Cues>,
    /// For every figure, the first figure of its list (`1.0万个、0.6万个`) and the size of that list.
    pub groups: Vec<(usize, usize)>,
    /// The words of the grammar.
    hits: Hits,
    /// Each exclusive set of which the words of the figure name a member, and which.
    members: Vec<OnceCell<Vec<(u8, u8)>>>,
    /// What the words of the figure name.
    nouns: Vec<OnceCell<Vec<char>>>,
}

impl<'t> Document<'t> {
    /// Reads `text`.
    pub fn new(text: &'t Folded<'t>) -> Self {
        let english = prose::is_english(text);
        let mut figures = lexer::scan(text, english);
        let mut document = Self {
            text,
            english,
            figures: Vec::new(),
            brackets: Brackets::default(),
            bracket_owner: Vec::new(),
            owner: Vec::new(),
            owned_directly: Vec::new(),
            opens_list: Vec::new(),
            subset: Vec::new(),
            each: Vec::new(),
            part_like: Vec::new(),
            levels: Vec::new(),
            since_amount: Vec::new(),
            groups: Vec::new(),
            hits: Hits::default(),
            members: Vec::new(),
            nouns: Vec::new(),
        };
        if figures.is_empty() {
            return document;
        }
        document.brackets = layout::place(text, &mut figures);
        if figures.iter().any(|figure| figure.small_numeral) && small_numerals::keep_counted(&mut figures) {
            document.brackets = layout::place(text, &mut figures);
        }
        bracketed::name_rates(text, &mut figures, &document.brackets);
        document.hits = WORDS.hits(text);
        for figure in &mut figures {
            figure.says = document.hits.cues(figure.label_start, figure.start);
            if is_achieved(figure.label) {
                figure.says = [Cue::Plan, Cue::Left, Cue::Exceeded].into_iter().fold(figure.says, Cues::without);
            }
        }
        // 净减少767户1618人: what the words say of the first they say of the second.
        for at in 1..figures.len() {
            let (previous, figure) = (&figures[at - 1], &figures[at]);
            if figure.start == previous.end && figure.says == Cues::default() && figure.unit != previous.unit {
                figures[at].says = previous.says;
            }
        }
        inherit::points(text, &mut figures);
        inherit::lists(text, &mut figures);
        inherit::units(&mut figures);
        inherit::bracketed(&mut figures, &document.brackets.spans);
        english::total_behind(text, &mut figures);
        roles::assign(text, &mut figures);
        roles::changes_in_a_row(&mut figures);
        bracketed::tell_shares(text, &mut figures, &document.brackets);
        figures.iter_mut().for_each(Figure::settle);
        document.levels = unit_numbers::assign(&mut figures);
        document.bracket_owner = bracketed::owners(text, &figures, &document.brackets);
        document.groups = groups(text, &figures);
        document.figures = figures;
        document.since_amount = (0..document.figures.len()).map(|at| document.cues_since_amount(at)).collect();
        document.bind();
        document.mark();
        document
    }

    /// The same narrative with another number in the place of one.
    pub fn with(&self, at: usize, value: Decimal, scale: u32) -> Self {
        let mut other = self.clone();
        if let Some(figure) = other.figures.get_mut(at) {
            (figure.value, figure.scale) = (value, scale);
            figure.settle();
        }
        other
    }

    /// The same narrative with the point of one number elsewhere.
    pub fn with_point(&self, at: usize, value: Decimal) -> Self {
        let mut other = self.clone();
        if let Some(figure) = other.figures.get_mut(at) {
            (figure.value, figure.decimals) = (value, value.scale());
            figure.settle();
        }
        other
    }

    /// The text between two positions.
    pub fn between(&self, start: usize, end: usize) -> &'t str {
        self.text.between(start, end)
    }

    /// What the words between two positions say.
    pub fn cues(&self, start: usize, end: usize) -> Cues {
        self.hits.cues(start, end)
    }

    /// Where the words since the figure before `at` start, at most `most` characters before it.
    fn lead_start(&self, at: usize, most: usize) -> usize {
        let start = self.figures.get(at).map_or(0, |figure| figure.start);
        let from = at.checked_sub(1).and_then(|previous| self.figures.get(previous)).map_or(0, |previous| previous.end);
        from.max(start.saturating_sub(most))
    }

    /// The text since the figure before `at`, at most `most` characters of it.
    pub fn lead(&self, at: usize, most: usize) -> &'t str {
        self.figures.get(at).map_or("", |figure| self.between(self.lead_start(at, most), figure.start))
    }

    /// What the text since the amount before `at` says (percents and points aside), at most 60 characters of it.
    fn cues_since_amount(&self, at: usize) -> Cues {
        let figure = &self.figures[at];
        if !figure.is_amount() {
            return Cues::default();
        }
        let previous = (0..at).rev().take(6).find(|i| self.figures[*i].is_amount());
        let from = previous.map_or(0, |previous| self.figures[previous].end);
        self.cues(from.max(figure.start.saturating_sub(60)), figure.start)
    }

    /// Whether `figure` is a level that may be a member or a total.
    pub fn is_level(&self, at: usize) -> bool {
        self.figures.get(at).is_some_and(|figure| figure.is_amount() && figure.role == Role::Level)
    }

    /// How many levels are told in the unit of the figure at `at`, itself among them.
    pub fn kin(&self, at: usize) -> usize {
        let unit = self.figures.get(at).and_then(|figure| figure.unit_number);
        unit.and_then(|unit| self.levels.get(unit as usize)).copied().unwrap_or(0)
    }

    /// What the finders of sums ask of every figure again and again, answered once.
    fn mark(&mut self) {
        let count = self.figures.len();
        self.opens_list =
            (0..count).map(|at| self.figures[at].is_amount() && self.since_amount[at].has(Cue::Breakdown)).collect();
        self.subset = (0..count)
            .map(|at| {
                let figure = &self.figures[at];
                let from = self.lead_start(at, 8);
                // 告知另行处理17件 is a member like any other.
                let outside = || {
                    self.cues(from, figure.start).has(Cue::Outside)
                        && !self.between(from, figure.start).contains("另行")
                };
                figure.says(Cue::Subset) || outside() || self.mentions(at)
            })
            .collect();
        let several = ['每', '各'].iter().any(|word| self.text.holds(*word));
        self.each = self.figures.iter().map(|figure| several && is_each(figure)).collect();
        self.part_like = self.figures.iter().map(|figure| figure.is_amount() && part_like(figure)).collect();
        self.members = vec![OnceCell::new(); count];
        self.nouns = vec![OnceCell::new(); count];
    }

    /// 重大险情4起，…，4起重大险情均由台风引发: the words behind take up again what was told with the same figure.
    fn mentions(&self, at: usize) -> bool {
        let figure = &self.figures[at];
        let tail = figure.tail.trim_start();
        if !figure.label.trim().is_empty() || tail.chars().nth(2).is_none() {
            return false;
        }
        (at.saturating_sub(MENTIONED)..at).any(|i| {
            let other = &self.figures[i];
            let same = other.base() == figure.base() && other.same_unit(figure) && other.sentence == figure.sentence;
            let noun = other.label.trim_start_matches("其中").trim();
            same && noun.chars().count() >= 3 && tail.starts_with(noun)
        })
    }

    /// Whether a figure may be part or whole of a rate.
    pub fn may_be_part(&self, at: usize) -> bool {
        self.part_like.get(at).copied().unwrap_or(false)
    }

    /// Which member of the exclusive set number `set` the words around a figure name.
    pub fn member_of(&self, at: usize, set: usize) -> Option<u8> {
        self.members_of(at).iter().find(|(known, _)| usize::from(*known) == set).map(|(_, member)| *member)
    }

    /// The exclusive sets of which the words around a figure name a member, in their order, and which member.
    pub fn members_of(&self, at: usize) -> &[(u8, u8)] {
        let named = self.members.get(at);
        named.map_or(&[], |named| named.get_or_init(|| self.named_members(&self.figures[at])))
    }

    pub(super) fn named_members(&self, figure: &Figure<'_>) -> Vec<(u8, u8)> {
        // English says it behind the number; what stands before may be the words of the figure before.
        let behind = figure.tail.chars().any(|c| c.is_ascii_alphabetic()) && !figure.tail.chars().any(glyphs::is_han);
        let around = (if behind { figure.start } else { figure.label_start }, figure.tail_end);
        let mut members = WORDS.members(&self.hits, around, (figure.start, figure.end));
        // 未整改的问题中涉及土地的18个: some of them.
        if holds_any(figure.label, &["中涉及", "中属于", "中因", "中由"]) {
            members.clear();
        }
        // 未完成但符合序时进度 is a part of what is not done, and not all of it.
        if figure.label.contains('但') {
            members.retain(|(set, _)| WORDS.exclusive[usize::from(*set)].name != "done");
        }
        members
    }

    /// The characters of a figure's label that name what it counts.
    pub fn own_noun(&self, at: usize) -> &[char] {
        self.nouns.get(at).map_or(&[], |noun| noun.get_or_init(|| own_noun(self.figures[at].label)))
    }

    /// 招收员工264名，净增专任教师82名: the noun of `at` stands in neither label, so it counts some of them only.
    pub fn counts_some(&self, at: usize, of: [usize; 2]) -> bool {
        let noun = self.own_noun(at);
        let end: Option<String> = noun.last_chunk::<2>().map(|end| end.iter().collect());
        end.is_some_and(|end| of.iter().all(|i| !self.figures[*i].label.contains(&end)))
    }

    /// 上年（6702件）: a figure without words, in a bracket behind one of these.
    pub fn stands_behind(&self, at: usize, words: &[&str]) -> bool {
        let figure = &self.figures[at];
        let open = figure.bracket.and_then(|id| self.brackets.spans.get(id)).map(|(open, _)| *open);
        let before = open.map_or("", |open| self.between(open.saturating_sub(6), open));
        figure.label.trim().is_empty() && words.iter().any(|word| before.ends_with(word))
    }

    /// The levels before `at`, nearest first, at most `most` figures back.
    pub fn earlier_levels(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (0..at).rev().take(most).filter(|i| self.is_level(*i))
    }
}

/// Figures back at which one that is mentioned again was told.
const MENTIONED: usize = 6;

/// 已完成年度目标任务的有5项: how many have come to what was planned, and no plan.
fn is_achieved(label: &str) -> bool {
    let Some(done) = label.trim_end().strip_suffix("的有") else { return false };
    let planned = ["任务", "目标", "计划"].iter().any(|word| done.ends_with(word));
    planned && holds_any(done, &["完成", "达到", "超额"])
}

/// For every figure, the first figure of its list (`1.0万个、0.6万个、5.5万个`) and the size of that list.
fn groups(text: &Folded<'_>, figures: &[Figure<'_>]) -> Vec<(usize, usize)> {
    let mut groups = vec![(0, 1); figures.len()];
    let mut first = 0;
    for at in 1..=figures.len() {
        let joined = at < figures.len() && at - first < 40 && in_one_list(text, figures, at);
        if !joined {
            if let Some(list) = groups.get_mut(first..at) {
                list.fill((first, at - first));
            }
            first = at;
        }
    }
    groups
}

/// Whether a figure goes on the list of the figure before it.
fn in_one_list(text: &Folded<'_>, figures: &[Figure<'_>], at: usize) -> bool {
    let (previous, figure) = (&figures[at - 1], &figures[at]);
    let near = figure.start - previous.end <= 3 && figure.start > previous.end;
    let ratio = previous.told_if_used && figure.told_if_used;
    near && figure.class == previous.class
        && figure.role == previous.role
        && figure.sentence == previous.sentence
        && text.between(previous.end, figure.start).chars().all(|c| "、,和及与 ".contains(c) || ratio && c == ':')
}

/// The greatest or least of several (最高94.3万元), what is left of two, and a time within which something is done (2小时内), are no part.
fn part_like(figure: &Figure<'_>) -> bool {
    const TIMES: [&str; 7] = ["小时", "分钟", "秒", "个月", "年", "个工作日", "工作日"];
    let within = figure.tail.starts_with('内') || figure.tail.starts_with("以内");
    // 超额完成12户 is beyond the whole, and no part of it; 核减1.08亿元 is a part of what was asked for.
    let taken = holds_any(figure.label, &["核减", "审减"]);
    let left = figure.says(Cue::Left) && !taken;
    !figure.says(Cue::Extreme) && !left && !within && !TIMES.contains(&figure.unit)
}

fn is_each(figure: &Figure<'_>) -> bool {
    figure.label.contains('每') || figure.label.trim_end().ends_with('各')
}

/// Whether a figure's own words call it a total.
pub const fn total_cue(figure: &Figure<'_>) -> bool {
    figure.says(Cue::Total)
}
