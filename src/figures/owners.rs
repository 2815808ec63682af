//! Which figure every other one is a part of, by the words: 其中, brackets, names told again (新增债券中，), lists that go on.

use super::{
    document::Document,
    english,
    figure::Role,
    nouns::own_noun,
    units::Class,
    words::{Cue, WORDS},
};
use crate::text::words::holds_any;

/// Characters of a name before 中 at most.
const NAME: usize = 16;
/// Figures that a bracket between a whole and its part may hold.
const LONGEST_BRACKET: usize = 12;
/// Words behind a name that say that its kinds follow.
const KINDS: [&str; 8] = ["原因", "类型", "来源", "构成", "组成", "结构", "分布", "渠道"];

/// Deeds of which a list tells what came.
const DEEDS: [&str; 8] = ["办结", "答复", "审结", "结案", "办理", "处理", "办复", "办理答复"];

/// What things are, said behind the name of one of their kinds: 不合格产品 of 不合格431批次.
const THINGS: [&str; 8] = ["产品", "样品", "问题", "案件", "项目", "企业", "单位", "人员"];

/// Whether words end in a name, or in it without the word for what its things are.
fn bears_kind(label: &str, name: &str) -> bool {
    let ends = |name: &str| {
        let before = label.strip_suffix(name).unwrap_or(label);
        before.len() < label.len() && !before.ends_with(['不', '未', '非'])
    };
    let kind = THINGS.iter().find_map(|thing| name.strip_suffix(thing)).filter(|kind| kind.chars().count() >= 3);
    label.ends_with(name) || kind.is_some_and(ends)
}

impl Document<'_> {
    /// Finds the owner of every figure.
    pub(super) fn bind(&mut self) {
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
            let within = holds_any(other.label, &["包括", "含", "另有"]);
            // 用水总量7.26亿，控制在指标7.80亿以内，其中: what is broken down is no limit.
            let limit = holds_any(other.label, &["控制在", "指标", "目标"])
                && (other.tail.starts_with("以内") || other.tail.contains("以内"));
            // 31.48万亩，占总任务30万亩的104.9%，其中: nor what a rate is of.
            let base = self
                .figures
                .get(*i + 1)
                .is_some_and(|rate| rate.class == Class::Percent && self.between(other.end, rate.start).trim() == "的");
            // 支出24816元，上年为23207元。其中: nor what there was a year ago.
            let past = other.says(Cue::Past) && !figure.says(Cue::Past) && own_noun(other.label).is_empty();
            other.same_unit(figure)
                && other.depth <= figure.depth
                && !past
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
        let depth = self.figures[at].depth;
        let level = (0..at).rev().take(LONGEST_BRACKET).filter(|i| self.figures[*i].depth <= depth);
        let previous = level.take(3).find(|i| self.figures[*i].is_amount())?;
        let (whole, figure) = (&self.figures[previous], &self.figures[at]);
        if !whole.same_unit(figure)
            || whole.sentence != figure.sentence
            || whole.depth != figure.depth
            || !self.is_level(previous)
        {
            return None;
        }
        // 67件，对审判程序中的违法行为监督54件: within something else, which its own words name.
        // 277件申请（变更214件、换发63件）里面，: what a bracket holds in between ends no words.
        let spans = &self.brackets.spans;
        let aside = spans.iter().find(|(open, close)| *open == whole.tail_end && *close < figure.start);
        let from = aside.map_or(whole.end, |(_, close)| close + 1);
        let words = &self.text.chars[from..figure.start.min(from + 40)];
        let end = from + words.iter().position(|c| matches!(c, ',' | ';' | '、')).map_or(words.len(), |at| at + 1);
        let cues = self.cues(from, end);
        (cues.has(Cue::Within) || english::out_of(whole)).then_some(previous)
    }

    /// 新增债券102.30亿元…。新增债券中，一般债券21.80亿元; 不合格98批次…。不合格原因：…: the whole is the figure that bears the name before 中,
    /// or of which a list tells the kinds.
    fn named_owner(&self, at: usize) -> Option<usize> {
        let figure = &self.figures[at];
        if let Some(whole) = self.inside_label(at) {
            return Some(whole);
        }
        let opens = figure.label_start.checked_sub(1).filter(|mark| matches!(self.text.at(*mark), ',' | ':'))?;
        let previous = at.checked_sub(1).map(|before| self.figures[before].end)?;
        let words = self.between(previous.max(opens.saturating_sub(NAME)), opens);
        let words = words.rsplit(['。', ',', ';', ':', '\n']).next()?.trim();
        // 办结281件…。办理结果为：予以公开138件、…; 作出答复481件…。答复结果中，: what came of all that was done.
        let result = match self.text.at(opens) {
            ':' => words.trim_end_matches('为').strip_suffix("结果"),
            _ => words.strip_suffix(['中', '里']).and_then(|words| words.strip_suffix("结果")),
        };
        if let Some(deed) = result {
            let done = |i: &usize, deeds: &[&str]| {
                let other = &self.figures[*i];
                let deed = deeds.iter().any(|deed| !deed.is_empty() && other.label.trim_end().ends_with(deed));
                other.same_unit(figure) && other.line == figure.line && deed
            };
            let named = self.earlier_levels(at, 12).find(|i| done(i, &[deed]));
            return named.or_else(|| self.earlier_levels(at, 12).find(|i| done(i, &DEEDS)));
        }
        let name = match self.text.at(opens) {
            ',' => words.strip_suffix(['中', '里'])?,
            _ => KINDS.iter().find_map(|kinds| words.strip_suffix(kinds))?.trim_end_matches('的'),
        };
        let name = name.trim_start_matches(['在', '这', '其', '些', '上', '述']);
        self.named_before(at, name)
    }

    /// The level before a figure that bears a name; one of two characters must be all that the level is called.
    fn named_before(&self, at: usize, name: &str) -> Option<usize> {
        let figure = &self.figures[at];
        let short = name.chars().count() == 2;
        if name.chars().count() < 2 {
            return None;
        }
        self.earlier_levels(at, 12).find(|i| {
            let other = &self.figures[*i];
            let alone = || other.label.trim_start_matches("其中").trim_matches([':', ',', ' ']) == name;
            let bears = if short { alone() } else { self.bears(*i, name) };
            other.same_unit(figure) && other.line == figure.line && bears
        })
    }

    /// 公共充电桩1873个…，公共充电桩中直流桩218个: the whole is named in the figure's own words, before 中.
    fn inside_label(&self, at: usize) -> Option<usize> {
        let (name, own) = self.figures[at].label.split_once('中')?;
        let name = name.trim().trim_end_matches(self.figures[at].unit);
        let whole = Some(name).filter(|name| name.chars().count() >= 3 && own.trim().chars().count() >= 2)?;
        self.earlier_levels(at, 12).find(|i| {
            let other = &self.figures[*i];
            other.same_unit(&self.figures[at])
                && other.line == self.figures[at].line
                && bears_kind(other.label.trim_end(), whole)
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
        let planned = |words: &str| holds_any(words, &["目标", "任务", "计划", "规划"]);
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
}
