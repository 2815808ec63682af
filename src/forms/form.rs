//! The blank form of one department: its tasks filled in and locked, what it has to tell left open.

use rust_decimal::Decimal;

use super::template::{FormColumn, FormTemplate};
use crate::{
    lexicon::Lexicon,
    model::{
        Lang, MeasureKind, Period, Register, Stamp, StampKind, Task, TaskList, UnitName,
        book::{Book, Cell, Choice, Content, Entry, Formula, Purpose, Role, Row, Sheet},
    },
    templates::fill,
};

/// What forms are made from.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The period to be reported.
    pub period: Option<&'a Period>,
    /// The canonical list.
    pub tasks: &'a TaskList,
    /// Departments.
    pub register: &'a Register,
    /// Word lists, for what can be added up.
    pub lexicon: &'a Lexicon,
    /// Who collects; empty for the template's words.
    pub office: &'a str,
    /// Language.
    pub lang: Lang,
    /// Wording and layout.
    pub template: &'a FormTemplate,
}

/// A form with the name of its file.
#[derive(Debug, Clone)]
pub struct Form {
    /// Name of the file.
    pub file: String,
    /// The workbook.
    pub book: Book<'static>,
    /// Number of tasks led and supported.
    pub tasks: (usize, usize),
}

/// The form of a department; `None` where it has a part in no task.
pub fn form(given: Given<'_>, department: usize) -> Option<Form> {
    let name = given.register.departments.get(department)?.name.as_str();
    let has = |units: &[UnitName]| units.iter().any(|unit| unit.known() == Some(department));
    let led: Vec<&Task> = given.tasks.tasks().iter().filter(|task| has(&task.lead)).collect();
    let supported: Vec<&Task> =
        given.tasks.tasks().iter().filter(|task| has(&task.support) && !has(&task.lead)).collect();
    if led.is_empty() && supported.is_empty() {
        return None;
    }
    let template = given.template;
    let period = given.period.map_or(template.whole.clone(), |period| period.words().get(given.lang).to_owned());
    let maker = Maker {
        given,
        template,
        holes: vec![
            ("period", period),
            ("department", name.to_owned()),
            ("office", if given.office.is_empty() { template.office.clone() } else { given.office.to_owned() }),
            ("led", led.len().to_string()),
            ("supported", supported.len().to_string()),
        ],
        stamp: stamp(given, department, name),
    };
    let mut sheets = Vec::new();
    if !led.is_empty() {
        sheets.push(maker.sheet(&led, Part::Lead));
    }
    if !supported.is_empty() {
        sheets.push(maker.sheet(&supported, Part::Support));
    }
    sheets.push(maker.about());
    Some(Form {
        file: super::file_name(&maker.say(&template.file)),
        book: Book {
            lang: given.lang,
            title: maker.say(&template.title),
            author: given.office.to_owned(),
            sheets,
            copies: Vec::new(),
            properties: maker.stamp.properties(),
        },
        tasks: (led.len(), supported.len()),
    })
}

fn stamp(given: Given<'_>, department: usize, name: &str) -> Stamp {
    Stamp {
        kind: StampKind::Form,
        version: Stamp::VERSION,
        department: name.to_owned(),
        period: Stamp::period_of(given.period),
        tasks: given.tasks.digest(),
        own: given.tasks.digest_of(department),
        sheets: Vec::new(),
    }
}

/// A department's part in the tasks of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Lead,
    Support,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Section,
    Number,
    Title,
    Content,
    Target,
    Lead,
    Support,
    /// By its position in the list's measures.
    Measure(usize),
    Progress,
    Status,
    Problems,
    Next,
}

impl Kind {
    const fn key(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Section => "section",
            Self::Number => "number",
            Self::Title => "title",
            Self::Content => "content",
            Self::Target => "target",
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Measure(_) => "measure",
            Self::Progress => "progress",
            Self::Status => "status",
            Self::Problems => "problems",
            Self::Next => "next",
        }
    }

    const fn is_open(self) -> bool {
        matches!(self, Self::Measure(_) | Self::Progress | Self::Status | Self::Problems | Self::Next)
    }
}

/// Everything that a form's sheets ask.
struct Maker<'a> {
    given: Given<'a>,
    template: &'a FormTemplate,
    holes: Vec<(&'static str, String)>,
    stamp: Stamp,
}

impl Maker<'_> {
    fn say(&self, text: &str) -> String {
        let holes: Vec<(&str, &str)> = self.holes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(text, &holes)
    }

    fn column(&self, kind: Kind) -> &FormColumn {
        &self.template.columns[kind.key()]
    }

    /// The columns that these tasks need. The first one is the hidden id.
    fn columns(&self, tasks: &[&Task], part: Part) -> Vec<Kind> {
        let any = |text: fn(&Task) -> &str| tasks.iter().any(|task| !text(task).trim().is_empty());
        let apart = tasks.iter().any(|task| task.title != task.content && !task.content.trim().is_empty());
        let joint = tasks.iter().any(|task| task.lead.len() > 1);
        let measures = (0..self.given.tasks.measure_names.len()).map(Kind::Measure);
        let mut columns = vec![Kind::Id];
        let wanted = [
            (Kind::Section, any(|task| &task.section)),
            (Kind::Number, any(|task| &task.number)),
            (Kind::Title, any(|task| &task.title)),
            (Kind::Content, apart || !any(|task| &task.title)),
            (Kind::Target, any(|task| &task.target)),
            (Kind::Lead, part == Part::Support || joint),
            (Kind::Support, part == Part::Lead && tasks.iter().any(|task| !task.support.is_empty())),
        ];
        columns.extend(wanted.into_iter().filter(|(_, is)| *is).map(|(kind, _)| kind));
        if part == Part::Lead {
            columns.extend(measures);
        }
        columns.extend([Kind::Progress, Kind::Status, Kind::Problems, Kind::Next]);
        columns
    }

    fn sheet(&self, tasks: &[&Task], part: Part) -> Sheet<'static> {
        let (name, title) = match part {
            Part::Lead => (&self.template.sheets.lead, &self.template.title),
            Part::Support => (&self.template.sheets.support, &self.template.title_support),
        };
        let columns = self.columns(tasks, part);
        let widths: Vec<f32> = columns.iter().map(|kind| self.column(*kind).width).collect();
        let mut sheet = Sheet::new(name, Purpose::Form, &widths);
        self.push_top(&mut sheet, title, &columns);
        let first = sheet.rows.len();
        for task in tasks {
            let cells = (0..).zip(&columns).map(|(at, kind)| self.cell(task, at, *kind)).collect();
            sheet.push(Row::named(task.id.to_string(), cells));
        }
        let last = sheet.rows.len() - 1;
        sheet.choices = self.choices(&columns, first, last);
        if part == Part::Lead && tasks.len() > 1 {
            self.push_total(&mut sheet, &columns, tasks, (first, last));
        }
        sheet.filter = true;
        sheet.frozen_columns = columns.iter().position(|kind| *kind == Kind::Content).map_or(0, |at| at as u16);
        sheet.entry = Some(Entry { hidden_columns: vec![0] });
        sheet
    }

    /// Title with the stamp beside it, the department's line, the hint, the header.
    fn push_top(&self, sheet: &mut Sheet<'_>, title: &str, columns: &[Kind]) {
        let template = self.template;
        let shown = sheet.columns() - 1;
        let stamp = Cell::text(0, Role::Code, self.stamp.text());
        sheet.push(Row::of(vec![stamp, Cell::text(1, Role::Title, self.say(title)).across(shown)]));
        let unit = columns.iter().position(|kind| kind.is_open()).map_or(1, |at| (at as u16).max(2));
        let rest = sheet.columns() - unit;
        let mut line = vec![Cell::text(1, Role::Caption, self.say(&template.unit_line)).across(unit - 1)];
        let reporter = (rest / 2).max(1);
        line.push(Cell::text(unit, Role::Input, template.reporter.as_str()).across(reporter));
        if rest > reporter {
            line.push(Cell::text(unit + reporter, Role::Input, template.phone.as_str()).across(rest - reporter));
        }
        sheet.push(Row::of(line));
        sheet.push(Row::of(vec![Cell::text(1, Role::Note, self.say(&template.hint)).across(shown)]));
        let header = (0..).zip(columns).map(|(at, kind)| {
            let role = if kind.is_open() { Role::InputHeader } else { Role::Header };
            Cell::text(at, role, self.label(*kind))
        });
        let at = sheet.push(Row::of(header.collect()));
        sheet.head = Some((at, at));
    }

    fn label(&self, kind: Kind) -> String {
        let label = &self.column(kind).label;
        let Some((name, unit)) = self.measure(kind) else { return label.clone() };
        let name = match (unit, self.given.lang) {
            (None, _) => name.to_owned(),
            (Some(unit), Lang::Zh) => format!("{name}（{unit}）"),
            (Some(unit), Lang::En) => format!("{name} ({unit})"),
        };
        fill(label, &[("name", &name)])
    }

    fn measure(&self, kind: Kind) -> Option<(&str, Option<&str>)> {
        let Kind::Measure(at) = kind else { return None };
        let (name, unit) = self.given.tasks.measure_names.get(at)?;
        Some((name, unit.as_deref()))
    }

    fn cell(&self, task: &Task, at: u16, kind: Kind) -> Cell {
        let text = |role: Role, text: &str| Cell::text(at, role, text);
        match kind {
            Kind::Id => text(Role::Code, &task.id.0),
            Kind::Section => text(Role::Short, &task.section),
            Kind::Number => text(Role::Ordinal, &task.number),
            Kind::Title => text(Role::TaskTitle, &task.title),
            Kind::Content => text(Role::Text, &task.content),
            Kind::Target => text(Role::Text, &task.target),
            Kind::Lead => text(Role::Text, &self.units(&task.lead)),
            Kind::Support => text(Role::Text, &self.units(&task.support)),
            Kind::Measure(_) => self.planned(task, at, kind).unwrap_or_else(|| text(Role::InputShort, "")),
            Kind::Progress | Kind::Problems | Kind::Next => text(Role::Input, ""),
            Kind::Status => text(Role::InputShort, ""),
        }
    }

    /// A figure that the task list gives: it stands there, locked.
    fn planned(&self, task: &Task, at: u16, kind: Kind) -> Option<Cell> {
        let (name, _) = self.measure(kind)?;
        let measure = task.measures.iter().find(|measure| *measure.name == *name && !measure.raw.trim().is_empty())?;
        let plain = measure.value.filter(|value| value.to_string() == measure.raw.trim());
        Some(plain.map_or_else(
            || Cell::text(at, Role::SentFigure, &*measure.raw),
            |value| Cell::new(at, Role::SentFigure, Content::Number(value)),
        ))
    }

    fn units(&self, units: &[UnitName]) -> String {
        let names: Vec<&str> = units.iter().map(|unit| &*unit.name).collect();
        names.join(match self.given.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }

    fn choices(&self, columns: &[Kind], first: usize, last: usize) -> Vec<Choice> {
        let open = (0..).zip(columns).filter(|(_, kind)| kind.is_open());
        open.map(|(column, kind)| Choice {
            column,
            first,
            last,
            options: if *kind == Kind::Status { self.template.statuses.clone() } else { Vec::new() },
            title: self.label(*kind).chars().take(30).collect(),
            hint: self.column(*kind).hint.clone(),
        })
        .collect()
    }

    /// Sums under the measures that can be added up; nothing where there is none.
    fn push_total(&self, sheet: &mut Sheet<'_>, columns: &[Kind], tasks: &[&Task], (first, last): (usize, usize)) {
        let sums: Vec<Option<Decimal>> = columns.iter().map(|kind| self.sum(*kind, tasks)).collect();
        let Some(start) = sums.iter().position(Option::is_some) else { return };
        let mut cells = vec![Cell::text(1, Role::TotalText, self.template.total.as_str()).across(start as u16 - 1)];
        for (column, sum) in (0..).zip(sums).skip(start) {
            cells.push(match sum {
                Some(sum) => {
                    Cell::new(column, Role::TotalFigure, Content::Formula(Formula::Sum { column, first, last }, sum))
                }
                None => Cell::text(column, Role::TotalText, ""),
            });
        }
        sheet.push(Row::of(cells));
    }

    /// The sum of what stands in a measure's column, where the column can be added up at all.
    fn sum(&self, kind: Kind, tasks: &[&Task]) -> Option<Decimal> {
        let (name, unit) = self.measure(kind)?;
        let addable = !matches!(self.given.lexicon.labels.measure_kind(name), MeasureKind::Rate | MeasureKind::Level);
        let of = tasks.iter().flat_map(|task| &task.measures).filter(|measure| *measure.name == *name);
        let filled = of.filter(|measure| !measure.raw.trim().is_empty());
        let mut sum = addable.then_some(Decimal::ZERO)?;
        for measure in filled {
            let same_unit = measure.unit.as_deref() == unit;
            sum = sum.checked_add(measure.value.filter(|_| same_unit)?)?;
        }
        Some(sum)
    }

    /// The page of instructions.
    fn about(&self) -> Sheet<'static> {
        let about = &self.template.about;
        let mut sheet = Sheet::new(&self.template.sheets.about, Purpose::Summary, &[10.0, 40.0]);
        sheet.push(Row::of(vec![Cell::text(0, Role::Title, about.title.as_str()).across(2)]));
        for text in &about.paragraphs {
            sheet.push(Row::of(vec![Cell::text(0, Role::Caption, self.say(text)).across(2)]));
        }
        for [word, meaning] in &about.meanings {
            let cells = [(Role::Short, word), (Role::Text, meaning)];
            sheet.push(Row::of(
                (0..).zip(cells).map(|(at, (role, text))| Cell::text(at, role, text.as_str())).collect(),
            ));
        }
        for text in &about.more {
            sheet.push(Row::of(vec![Cell::text(0, Role::Caption, self.say(text)).across(2)]));
        }
        sheet.entry = Some(Entry::default());
        sheet
    }
}
