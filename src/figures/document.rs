//! One narrative with its figures placed: what the finders of relations read.

use std::cell::OnceCell;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{
    english,
    figure::{Figure, Role},
    folded::Folded,
    glyphs, inherit, layout,
    layout::Brackets,
    lexer,
    nouns::own_noun,
    prose, roles, small_numerals,
    units::Class,
    words::{Cue, Cues, Hits, WORDS},
};

/// Characters of a name before 中 at most.
const NAME: usize = 16;
/// Words behind a name that say that its kinds follow.
const KINDS: [&str; 8] = ["原因", "类型", "来源", "构成", "组成", "结构", "分布", "渠道"];

/// Deeds of which a list tells what came.
const DEEDS: [&str; 8] = ["办结", "答复", "审结", "结案", "办理", "处理", "办复", "办理答复"];

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
    since_amount: Vec<Cues>,
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
        named_before_brackets(text, &mut figures, &document.brackets);
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
        inherit::units(&mut figures);
        inherit::bracketed(&mut figures, &document.brackets.spans);
        english::total_behind(text, &mut figures);
        roles::assign(text, &mut figures);
        roles::changes_in_a_row(&mut figures);
        shares_behind_brackets(text, &mut figures, &document.brackets);
        figures.iter_mut().for_each(Figure::settle);
        document.levels = number_units(&mut figures);
        document.bracket_owner = bracket_owners(text, &figures, &document.brackets);
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
                figure.says(Cue::Subset) || self.cues(self.lead_start(at, 8), figure.start).has(Cue::Outside)
            })
            .collect();
        let several = ['每', '各'].iter().any(|word| self.text.holds(*word));
        self.each = self.figures.iter().map(|figure| several && is_each(figure)).collect();
        self.part_like = self.figures.iter().map(|figure| figure.is_amount() && part_like(figure)).collect();
        self.members = vec![OnceCell::new(); count];
        self.nouns = vec![OnceCell::new(); count];
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

    fn named_members(&self, figure: &Figure<'_>) -> Vec<(u8, u8)> {
        // English says it behind the number; what stands before may be the words of the figure before.
        let behind = figure.tail.chars().any(|c| c.is_ascii_alphabetic()) && !figure.tail.chars().any(glyphs::is_han);
        let around = (if behind { figure.start } else { figure.label_start }, figure.tail_end);
        let mut members = WORDS.members(&self.hits, around, (figure.start, figure.end));
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

    /// Finds the owner of every figure.
    fn bind(&mut self) {
        let mut owner: Vec<Option<usize>> = vec![None; self.figures.len()];
        let mut direct = vec![false; self.figures.len()];
        for at in 0..self.figures.len() {
            let figure = &self.figures[at];
            if let Some(holder) = figure.bracket.and_then(|id| self.bracket_owner.get(id).copied().flatten()) {
                owner[at] = Some(self.glued_holder(holder, at));
                direct[at] = true;
            } else if figure.is_amount() {
                let named =
                    self.breakdown_owner(at, &owner).or_else(|| self.inside_owner(at)).or_else(|| self.named_owner(at));
                direct[at] = named.is_some();
                owner[at] = named.or_else(|| self.continued(at, &owner));
            }
        }
        self.owner = owner;
        self.owned_directly = direct;
    }

    /// 14872户49306人（A类4561户16793人、…）: of two counts side by side the one of its own unit.
    fn glued_holder(&self, holder: usize, at: usize) -> usize {
        let (whole, figure) = (&self.figures[holder], &self.figures[at]);
        let before = holder.checked_sub(1).filter(|before| self.figures[*before].end == whole.start);
        before.filter(|before| !figure.same_unit(whole) && figure.same_unit(&self.figures[*before])).unwrap_or(holder)
    }

    /// 其中 binds to the last figure of its unit before it that is no change; 其中按来源分 to what that is a part of.
    fn breakdown_owner(&self, at: usize, owner: &[Option<usize>]) -> Option<usize> {
        if !self.since_amount[at].has(Cue::Among) {
            return None;
        }
        let figure = &self.figures[at];
        let last = self.earlier_levels(at, 8).find(|i| {
            let other = &self.figures[*i];
            let within = ["包括", "含", "另有"].iter().any(|word| other.label.contains(word));
            // 用水总量7.26亿，控制在指标7.80亿以内，其中: what is broken down is no limit.
            let limit = ["控制在", "指标", "目标"].iter().any(|word| other.label.contains(word))
                && (other.tail.starts_with("以内") || other.tail.contains("以内"));
            // 31.48万亩，占总任务30万亩的104.9%，其中: nor what a rate is of.
            let base = self
                .figures
                .get(*i + 1)
                .is_some_and(|rate| rate.class == Class::Percent && self.between(other.end, rate.start).trim() == "的");
            other.same_unit(figure)
                && other.depth <= figure.depth
                && !within
                && !limit
                && !base
                && !self.explains_share(*i)
        })?;
        let divided = || self.between(self.figures[last].end, figure.start).contains("其中按");
        owner[last].filter(|_| divided()).or_else(|| self.topic_of(last, at)).or(Some(last))
    }

    /// 立案864件，已结791件，移送3件。其中，运输类521件: a sentence that divides more than was told last divides what the one before begins with.
    fn topic_of(&self, last: usize, at: usize) -> Option<usize> {
        let (nearest, figure) = (&self.figures[last], &self.figures[at]);
        let less =
            nearest.sentence + 1 == figure.sentence && nearest.line == figure.line && nearest.base() < figure.base();
        let mut topics = (0..last).rev().take(8).filter(|i| {
            let other = &self.figures[*i];
            self.is_level(*i)
                && other.same_unit(figure)
                && other.sentence == nearest.sentence
                && other.depth <= figure.depth
        });
        let first = topics.by_ref().last().filter(|_| less)?;
        (self.figures[first].base() >= figure.base()).then_some(first)
    }

    /// 占当年缴存额的69.06%，当年缴存额为91.64亿元: told only as what the share before it is of.
    fn explains_share(&self, at: usize) -> bool {
        let Some(share) = at.checked_sub(1).map(|before| &self.figures[before]) else { return false };
        let whole = share.label.rsplit('占').next().unwrap_or_default().trim_end_matches(['的', '比', '为', ' ']);
        let share =
            share.class == Class::Percent && share.label.contains('占') && share.sentence == self.figures[at].sentence;
        share && whole.chars().count() >= 2 && self.figures[at].label.contains(whole)
    }

    /// 66个项目里已有28个, 这28亿人次的乘客中，: the figure right before it is the whole.
    fn inside_owner(&self, at: usize) -> Option<usize> {
        let previous = (0..at).rev().take(3).find(|i| self.figures[*i].is_amount())?;
        let (whole, figure) = (&self.figures[previous], &self.figures[at]);
        if !whole.same_unit(figure)
            || whole.sentence != figure.sentence
            || whole.depth != figure.depth
            || !self.is_level(previous)
        {
            return None;
        }
        // 67件，对审判程序中的违法行为监督54件: within something else, which its own words name.
        let words = &self.text.chars[whole.end..figure.start.min(whole.end + 40)];
        let end = whole.end + words.iter().position(|c| matches!(c, ',' | ';' | '、')).map_or(words.len(), |at| at + 1);
        let cues = self.cues(whole.end, end);
        (cues.has(Cue::Within) || english::out_of(whole)).then_some(previous)
    }

    /// 新增债券102.30亿元…。新增债券中，一般债券21.80亿元; 不合格98批次…。不合格原因：…: the whole is the figure that bears the name before 中,
    /// or of which a list tells the kinds.
    fn named_owner(&self, at: usize) -> Option<usize> {
        let figure = &self.figures[at];
        let opens = figure.label_start.checked_sub(1).filter(|mark| matches!(self.text.at(*mark), ',' | ':'))?;
        let previous = at.checked_sub(1).map(|before| self.figures[before].end)?;
        let words = self.between(previous.max(opens.saturating_sub(NAME)), opens);
        let words = words.rsplit(['。', ',', ';', ':', '\n']).next()?.trim();
        // 办结281件…。办理结果为：予以公开138件、…: what came of all that was done.
        if self.text.at(opens) == ':' && words.trim_end_matches('为').ends_with("结果") {
            let done = |i: &usize| {
                let other = &self.figures[*i];
                let deed = DEEDS.iter().any(|deed| other.label.trim_end().ends_with(deed));
                other.same_unit(figure) && other.line == figure.line && deed
            };
            return self.earlier_levels(at, 12).find(done);
        }
        let name = match self.text.at(opens) {
            ',' => words.strip_suffix(['中', '里'])?,
            _ => KINDS.iter().find_map(|kinds| words.strip_suffix(kinds))?.trim_end_matches('的'),
        };
        let name = name.trim_start_matches(['在', '这', '其', '些', '上', '述']);
        if name.chars().count() < 3 {
            return None;
        }
        self.earlier_levels(at, 12).find(|i| {
            let other = &self.figures[*i];
            other.same_unit(figure) && other.line == figure.line && self.bears(*i, name)
        })
    }

    /// Whether the words of a figure end in a name; 提案362件，经审查立案319件…立案提案中: or in its first word, where its noun was told before.
    fn bears(&self, at: usize, name: &str) -> bool {
        let label = self.figures[at].label.trim_end();
        if label.ends_with(name) {
            return true;
        }
        let Some((middle, _)) = name.char_indices().nth(2) else { return false };
        let (deed, noun) = name.split_at(middle);
        let told = |i: usize| self.figures[i].line == self.figures[at].line && self.figures[i].label.ends_with(noun);
        let denied = label.strip_suffix(deed).is_none_or(|before| before.ends_with(['未', '不', '待']));
        // 新收各类案件 bears 新收案件.
        if label.ends_with(noun) && noun.chars().count() == 2 && label.contains(deed) {
            return !label.split(deed).next().unwrap_or_default().ends_with(['未', '不', '待']);
        }
        noun.chars().count() == 2 && !denied && (at.saturating_sub(8)..at).any(told)
    }

    /// A list goes on through its sentence.
    fn continued(&self, at: usize, owner: &[Option<usize>]) -> Option<usize> {
        let figure = &self.figures[at];
        // 初中3780个，提前完成年度1.2万个的目标任务: what was to be done is no member of what was.
        let planned = |words: &str| ["目标", "任务", "计划", "规划"].iter().any(|word| words.contains(word));
        if figure.label.contains("完成")
            && (planned(figure.label) || figure.tail.starts_with('的') && planned(figure.tail))
        {
            return None;
        }
        let previous = (0..at).rev().take(8).find(|i| {
            let other = &self.figures[*i];
            other.is_amount() && other.depth == figure.depth && other.role == Role::Level
        })?;
        // 其中96个续建项目完成投资211亿元；87个新建项目…: a clause that begins with a number goes on the list of the numbers.
        let begins = figure.label.trim().is_empty() && figure.clause > self.figures[previous].clause;
        let same = |i: &usize| {
            let head = matches!(self.figures[*i].label.trim(), "" | "其中");
            head && self.is_level(*i) && self.figures[*i].same_unit(figure) && owner[*i].is_some()
        };
        let previous =
            Some(previous).filter(|_| begins).and_then(|last| (0..=last).rev().take(8).find(same)).unwrap_or(previous);
        let other = &self.figures[previous];
        let same = other.same_unit(figure) && other.sentence == figure.sentence && other.bracket == figure.bracket;
        let holder = if same { owner[previous]? } else { return None };
        if other.clause != figure.clause && self.excludes(holder, at) {
            return owner[holder];
        }
        (figure.bracket.is_some() || self.figures[holder].depth == figure.depth).then_some(holder)
    }

    /// 已办结52项，其中销号41项；达到序时进度18项: what its own words set beside another figure is no part of it.
    fn excludes(&self, holder: usize, at: usize) -> bool {
        let others = self.named_members(&self.figures[holder]);
        let apart = |(set, member): (u8, u8)| {
            let other = others.iter().find(|(known, _)| *known == set);
            !WORDS.exclusive[usize::from(set)].partial && other.is_some_and(|(_, other)| *other != member)
        };
        !others.is_empty() && self.named_members(&self.figures[at]).into_iter().any(apart)
    }

    /// The levels before `at`, nearest first, at most `most` figures back.
    pub fn earlier_levels(&self, at: usize, most: usize) -> impl Iterator<Item = usize> {
        (0..at).rev().take(most).filter(|i| self.is_level(*i))
    }
}

/// 已完成年度目标任务的有5项: how many have come to what was planned, and no plan.
fn is_achieved(label: &str) -> bool {
    let Some(done) = label.trim_end().strip_suffix("的有") else { return false };
    let planned = ["任务", "目标", "计划"].iter().any(|word| done.ends_with(word));
    planned && ["完成", "达到", "超额"].iter().any(|word| done.contains(word))
}

/// 占年度任务（1026台）55.75%: the words of the percent stand before the bracket.
fn shares_behind_brackets(text: &Folded<'_>, figures: &mut [Figure<'_>], brackets: &Brackets) {
    for (open, close) in &brackets.spans {
        let at = figures.partition_point(|figure| figure.start <= *close);
        let words = text.between(open.saturating_sub(12), *open);
        let words = words.rsplit(glyphs::is_break).next().unwrap_or_default();
        if let Some(figure) =
            figures.get_mut(at).filter(|f| *close < f.start && f.start - *close <= 4 && f.class == Class::Percent)
            && words.contains('占')
        {
            figure.role = Role::Share;
        }
    }
}

/// 分解为26个子项，已完成15个: the long unit of a text that goes on with its short form.
fn shortened<'t>(figures: &[Figure<'t>], figure: &Figure<'t>) -> Option<(&'static str, &'t str)> {
    let long = figure.shown_unit.strip_prefix('个').is_some_and(|rest| rest.contains('项'));
    let first = figures.iter().find(|other| other.unit == "个").filter(|_| long)?;
    (first.start > figure.start).then_some(("个", figure.unit))
}

/// Numbers the units of the amounts, so that finders ask for the same unit without comparing words; how many levels are
/// told in each.
fn number_units<'t>(figures: &mut [Figure<'t>]) -> Vec<usize> {
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    let mut levels = Vec::new();
    // 3914台（套）: in a text that counts so, 台 and 套 are one. 分解为26个子项，已完成15个: so are 个子项 and 个.
    let mut both: Vec<(&str, &'t str)> = figures
        .iter()
        .filter_map(|figure| {
            let (_, inner) = figure.shown_unit.split_once(['(', '（'])?;
            Some((inner.strip_suffix([')', '）'])?, figure.unit))
        })
        .collect();
    both.extend(figures.iter().find_map(|figure| shortened(figures, figure)));
    for figure in figures.iter_mut().filter(|figure| figure.is_amount()) {
        let unit = both.iter().find(|(inner, _)| *inner == figure.unit).map_or(figure.unit, |(_, unit)| *unit);
        // 318.6万册（件）, 296.4万册
        let unit = unit.split_once('(').map_or(unit, |(first, _)| first);
        let number = *known.entry(unit).or_insert(levels.len());
        if number == levels.len() {
            levels.push(0);
        }
        levels[number] += usize::from(figure.role == Role::Level);
        figure.unit_number = Some(number as u32);
    }
    levels
}

/// The figure right before each bracket; a few words may stand between.
fn bracket_owners(text: &Folded<'_>, figures: &[Figure<'_>], brackets: &Brackets) -> Vec<Option<usize>> {
    brackets
        .spans
        .iter()
        .map(|(open, _)| {
            let at = figures.partition_point(|figure| figure.end <= *open).checked_sub(1)?;
            let figure = figures.get(at)?;
            let between = text.chars.get(figure.end..*open)?;
            // An English word takes the room of two or three Chinese ones.
            let most = if between.iter().any(|c| glyphs::is_han(*c)) { 16 } else { 32 };
            if between.len() > most {
                return None;
            }
            let each = text.between(figure.end, *open).contains("均为");
            let near = each || !between.iter().any(|c| glyphs::is_break(*c) || *c == '(');
            if near && matches!(figure.role, Role::Growth(_)) {
                return grown_before(figures, at);
            }
            (near && figure.is_amount()).then_some(at)
        })
        .collect()
}

/// 满意率（含基本满意）97.85%: the words of a rate stand before a bracket that holds no figure.
fn named_before_brackets<'t>(text: &'t Folded<'t>, figures: &mut [Figure<'t>], brackets: &Brackets) {
    for (open, close) in &brackets.spans {
        let at = figures.partition_point(|figure| figure.start <= *close);
        let empty = at == 0 || figures[at - 1].end <= *open;
        let from = at.checked_sub(1).map_or(0, |before| figures[before].end);
        let Some(figure) = figures.get_mut(at) else { continue };
        let behind = figure.label_start == close + 1 && figure.label.trim().is_empty() && figure.start - close <= 2;
        if !empty || !behind || figure.class != Class::Percent || from >= *open {
            continue;
        }
        let words = text.between(from, *open);
        let name = words.rsplit(glyphs::is_break).next().unwrap_or_default();
        if name.ends_with('率') {
            figure.label_start = open - name.chars().count();
            figure.label = text.between(figure.label_start, *open);
        }
    }
}

/// 65585万元，增长9.5%（工业40653万元，…；建筑业24932万元，…）: what has grown, where its kinds stand in the bracket behind its growth.
fn grown_before(figures: &[Figure<'_>], rate: usize) -> Option<usize> {
    let at = rate.checked_sub(1)?;
    let (whole, first) = (&figures[at], figures.get(rate + 1)?);
    let grown = whole.is_amount() && whole.sentence == figures[rate].sentence && whole.depth == figures[rate].depth;
    let kind = first.is_amount()
        && first.unit == whole.unit
        && first.label.chars().filter(|c| glyphs::is_han(*c)).count() >= 2;
    (grown && kind && first.role == Role::Level && !first.says(Cue::Past)).then_some(at)
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
    // 超额完成12户 is beyond the whole, and no part of it.
    !figure.says(Cue::Extreme) && !figure.says(Cue::Left) && !within && !TIMES.contains(&figure.unit)
}

fn is_each(figure: &Figure<'_>) -> bool {
    figure.label.contains('每') || figure.label.trim_end().ends_with('各')
}

/// Whether a figure's own words call it a total.
pub const fn total_cue(figure: &Figure<'_>) -> bool {
    figure.says(Cue::Total)
}
