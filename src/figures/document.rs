//! One narrative with its figures placed: what the finders of relations read.

use std::cell::OnceCell;

use super::{
    figure::{Figure, Role},
    glyphs, layout,
    layout::Brackets,
    lexer, roles,
    tables::{Class, WORDS, any_in},
};

/// One narrative.
pub struct Document {
    /// Folded characters.
    pub chars: Vec<char>,
    /// Quantities in order of place.
    pub figures: Vec<Figure>,
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
    /// Which member of each exclusive set the words of the figure name.
    members: Vec<OnceCell<Vec<Option<u8>>>>,
}

impl Document {
    /// Reads `text`.
    pub fn new(text: &str) -> Self {
        let original: Vec<char> = text.chars().collect();
        let chars = glyphs::fold(text);
        let mut figures = lexer::scan(&lexer::Source { chars: &chars, original: &original });
        let brackets = layout::place(&chars, &mut figures);
        inherit_units(&mut figures);
        roles::assign(&mut figures);
        shares_behind_brackets(&chars, &mut figures, &brackets);
        let bracket_owner = bracket_owners(&chars, &figures, &brackets);
        let mut document = Self {
            chars,
            figures,
            brackets,
            bracket_owner,
            owner: Vec::new(),
            owned_directly: Vec::new(),
            opens_list: Vec::new(),
            subset: Vec::new(),
            members: Vec::new(),
        };
        document.bind();
        document.mark();
        document
    }

    /// The text between two positions.
    pub fn between(&self, start: usize, end: usize) -> String {
        self.chars.get(start..end).unwrap_or_default().iter().collect()
    }

    /// The text since the figure before `at`, at most `most` characters of it.
    pub fn lead(&self, at: usize, most: usize) -> String {
        let Some(figure) = self.figures.get(at) else { return String::new() };
        let from = at.checked_sub(1).and_then(|previous| self.figures.get(previous)).map_or(0, |previous| previous.end);
        self.between(from.max(figure.start.saturating_sub(most)), figure.start)
    }

    /// The text since the amount before `at` (percents and points aside), at most 60 characters of it.
    pub fn lead_since_amount(&self, at: usize) -> String {
        let Some(figure) = self.figures.get(at) else { return String::new() };
        let previous = (0..at).rev().take(6).find(|i| self.figures[*i].is_amount());
        let from = previous.map_or(0, |previous| self.figures[previous].end);
        self.between(from.max(figure.start.saturating_sub(60)), figure.start)
    }

    /// Whether `figure` is a level that may be a member or a total.
    pub fn is_level(&self, at: usize) -> bool {
        self.figures.get(at).is_some_and(|figure| figure.is_amount() && figure.role == Role::Level)
    }

    /// What the finders of sums ask of every figure again and again, answered once.
    fn mark(&mut self) {
        let count = self.figures.len();
        self.opens_list = (0..count)
            .map(|at| self.figures[at].is_amount() && any_in(&self.lead_since_amount(at), &WORDS.breakdown))
            .collect();
        self.subset = (0..count)
            .map(|at| any_in(&self.figures[at].label, &WORDS.subset) || any_in(&self.lead(at, 8), &WORDS.outside))
            .collect();
        self.members = vec![OnceCell::new(); count];
    }

    /// Which member of the exclusive set number `set` the words around a figure name.
    pub fn member_of(&self, at: usize, set: usize) -> Option<u8> {
        let known = self.members.get(at)?.get_or_init(|| {
            let figure = &self.figures[at];
            let context = format!("{}{}", figure.label, figure.tail);
            WORDS.exclusive.iter().map(|set| set.named(&context, &figure.label)).collect()
        });
        known.get(set).copied().flatten()
    }

    /// Finds the owner of every figure.
    fn bind(&mut self) {
        let mut owner: Vec<Option<usize>> = vec![None; self.figures.len()];
        let mut direct = vec![false; self.figures.len()];
        for at in 0..self.figures.len() {
            let figure = &self.figures[at];
            if let Some(holder) = figure.bracket.and_then(|id| self.bracket_owner.get(id).copied().flatten()) {
                owner[at] = Some(holder);
                direct[at] = true;
            } else if figure.is_amount() {
                let named = self.breakdown_owner(at).or_else(|| self.inside_owner(at));
                direct[at] = named.is_some();
                owner[at] = named.or_else(|| self.continued(at, &owner));
            }
        }
        self.owner = owner;
        self.owned_directly = direct;
    }

    /// 其中 binds to the last figure of its unit before it that is no change.
    fn breakdown_owner(&self, at: usize) -> Option<usize> {
        let lead = self.lead_since_amount(at);
        if !lead.contains("其中") && !lead.contains("of which") && !lead.to_lowercase().contains("among them") {
            return None;
        }
        let figure = &self.figures[at];
        self.earlier_levels(at, 8).find(|i| {
            let other = &self.figures[*i];
            let within = ["包括", "含", "另有"].iter().any(|word| other.label.contains(word));
            other.same_unit(figure) && other.depth <= figure.depth && !within
        })
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
        let lead = self.between(whole.end, figure.start.min(whole.end + 40));
        let cut = ["中,", "里,", "里已", "中已", "中有", "里有", "中仅", "中的"].iter().any(|word| lead.contains(word));
        cut.then_some(previous)
    }

    /// A list goes on through its sentence.
    fn continued(&self, at: usize, owner: &[Option<usize>]) -> Option<usize> {
        let figure = &self.figures[at];
        let previous = (0..at).rev().take(8).find(|i| {
            let other = &self.figures[*i];
            other.is_amount() && other.depth == figure.depth && other.role == Role::Level
        })?;
        let other = &self.figures[previous];
        let same = other.same_unit(figure) && other.sentence == figure.sentence && other.bracket == figure.bracket;
        let holder = if same { owner[previous]? } else { return None };
        (figure.bracket.is_some() || self.figures[holder].depth == figure.depth).then_some(holder)
    }

    /// The levels before `at`, nearest first, at most `most` figures back.
    pub fn earlier_levels(&self, at: usize, most: usize) -> impl Iterator<Item = usize> + '_ {
        (0..at).rev().take(most).filter(|i| self.is_level(*i))
    }
}

/// A bare number in a list counts what its neighbours count (部分查阅67，占4.61%; 较上年2.08减少0.03万元).
fn inherit_units(figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let (before, rest) = figures.split_at_mut(at);
        let Some((figure, after)) = rest.split_first_mut() else { continue };
        let english = ["were", "was", "are", "have", "had", "has", "of them"]
            .iter()
            .any(|verb| figure.tail.trim_start().starts_with(verb));
        let han = !figure.label.trim().is_empty() && figure.label.chars().any(glyphs::is_han);
        if figure.class != Class::Bare || !han && !english {
            continue;
        }
        let neighbour =
            before.iter().rev().take(3).find(|other| other.is_amount() && other.sentence == figure.sentence);
        let share = after.first().is_some_and(|next| next.class == Class::Percent && next.sentence == figure.sentence);
        let earlier =
            figure.decimals > 0 && after.first().is_some_and(|next| next.is_amount() && next.item == figure.item);
        if let Some(other) = neighbour.filter(|other| other.class != Class::Bare && (share || earlier || english)) {
            figure.unit.clone_from(&other.unit);
            figure.class = other.class;
            if earlier {
                figure.scale = other.scale;
            }
        }
    }
}

/// 占年度任务（1026台）55.75%: the words of the percent stand before the bracket.
fn shares_behind_brackets(chars: &[char], figures: &mut [Figure], brackets: &Brackets) {
    for (open, close) in &brackets.spans {
        let at = figures.partition_point(|figure| figure.start <= *close);
        let words: String = chars.get(open.saturating_sub(12)..*open).unwrap_or_default().iter().collect();
        let words = words.rsplit(glyphs::is_break).next().unwrap_or_default();
        if let Some(figure) =
            figures.get_mut(at).filter(|f| *close < f.start && f.start - *close <= 4 && f.class == Class::Percent)
            && words.contains('占')
        {
            figure.role = Role::Share;
        }
    }
}

/// The figure right before each bracket; a few words may stand between.
fn bracket_owners(chars: &[char], figures: &[Figure], brackets: &Brackets) -> Vec<Option<usize>> {
    brackets
        .spans
        .iter()
        .map(|(open, _)| {
            let at = figures.partition_point(|figure| figure.end <= *open).checked_sub(1)?;
            let figure = figures.get(at)?;
            let between = chars.get(figure.end..*open)?;
            let each = between.iter().collect::<String>().contains("均为");
            let near = between.len() <= 16 && (each || !between.iter().any(|c| glyphs::is_break(*c) || *c == '('));
            (near && figure.is_amount()).then_some(at)
        })
        .collect()
}

/// Whether a figure's own words call it a total.
pub fn total_cue(figure: &Figure) -> bool {
    super::tables::any_in(&figure.label.to_lowercase(), &WORDS.total)
}
