//! 总览: what a leader takes in within ten seconds, on one page.

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::{Unsettled, View, findings, last, words, words::SheetName};
use crate::{
    model::{
        DecisionVerdict, Entry, Finding, LinkDecision, Severity, SubmissionStatus, TaskStatus,
        book::{Bar, Cell, Chart, ChartShape, Content, Formula, Purpose, Role, Row, Sheet, Target},
    },
    templates::fill,
    text::brief,
};

const WIDTHS: [f32; 12] = [6.0; 12];
const COLUMNS: u16 = WIDTHS.len() as u16;
/// Findings shown in full.
const SHOWN_FINDINGS: usize = 10;
/// Column of what stands below a chart: in the first one a margin of it would show.
const BENEATH: u16 = 1;
/// Departments in the chart.
const CHARTED: usize = 10;
/// Width of a department's name beside its bar, in Latin letters.
const NAME_WIDTH: usize = 30;
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The sheet.
pub(super) fn sheet<'a>(view: &View<'a>) -> Sheet<'a> {
    let mut sheet = Sheet::new(view.name(SheetName::Overview), Purpose::Summary, &WIDTHS);
    push_title(view, &mut sheet);
    push_key_figures(view, &mut sheet);
    push_control(view, &mut sheet);
    push_decided(view, &mut sheet);
    push_status(view, &mut sheet);
    push_missing(view, &mut sheet);
    push_next_steps(view, &mut sheet);
    let departments = departments(view);
    let chart = make_room_for_chart(view, &mut sheet, &departments);
    push_serious(view, &mut sheet);
    push_departments(view, &mut sheet, &departments, chart.as_ref());
    sheet
}

/// What a leader takes in at one glance stands on one page; what follows may take several. The heading comes below a
/// blank row.
fn next_page(sheet: &mut Sheet<'_>) {
    sheet.breaks.push(sheet.rows.len() + 1);
}

fn heading(sheet: &mut Sheet<'_>, text: &str) {
    sheet.push(Row::default());
    sheet.push(Row::of(vec![Cell::text(0, Role::Heading, text).across(COLUMNS)]));
}

fn push_title(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let texts = &view.template.overview;
    sheet.push(Row::of(vec![Cell::text(0, Role::Title, texts.title.as_str()).across(COLUMNS)]));
    let period = words::period_name(view.outcome.period.as_ref(), view.lang);
    let elapsed = view.outcome.period.as_ref().map_or_else(String::new, |period| {
        let share = (period.elapsed() * 100.0).round().to_string();
        fill(&texts.elapsed, &[("share", &share)])
    });
    sheet.push(Row::of(vec![
        Cell::text(0, Role::Caption, period).across(6),
        Cell::text(6, Role::CaptionEnd, elapsed).across(6),
    ]));
}

/// Departments that lead a task: those that sent something readable, and the names of those that did not.
fn returns<'a>(view: &View<'a>) -> (usize, Vec<&'a str>) {
    let outcome = view.outcome;
    let sent: std::collections::BTreeSet<usize> = outcome
        .returned
        .iter()
        .filter(|file| file.status == SubmissionStatus::Read)
        .filter_map(|file| file.department)
        .collect();
    let leading = outcome.register.departments.iter().enumerate();
    let leading = leading.filter(|(_, department)| view.counts.leads.contains_key(department.name.as_str()));
    let missing = leading.filter(|(index, _)| !sent.contains(index)).map(|(_, department)| department.name.as_str());
    (sent.len(), missing.collect())
}

/// Tasks that are of a kind, given whether a row waits that may be about them.
fn count(view: &View<'_>, is: impl Fn(&Entry, bool) -> bool) -> usize {
    let entries = view.outcome.ledger.entries.iter();
    entries.filter(|entry| is(entry, view.waiting.is_open(entry.task))).count()
}

/// Every status as it is printed, with the number of its tasks. One that waits for a person is none of its own to a
/// program.
fn statuses(view: &View<'_>) -> Vec<(Role, String, usize)> {
    let told = TaskStatus::ALL.map(|status| {
        let number = count(view, |entry, is_open| entry.status == status && !is_open);
        (Role::Status(status), view.words(&status.words()), number)
    });
    let open = count(view, |_, is_open| is_open);
    let mut told = told.to_vec();
    if open > 0 {
        let (role, words) = (Role::Link(LinkDecision::Possible), words::link(LinkDecision::Possible));
        let before = TaskStatus::ALL.iter().position(|status| *status == TaskStatus::Unreported).unwrap_or(0);
        told.insert(before, (role, view.words(&words), open));
    }
    told
}

fn push_key_figures(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let entries = &view.outcome.ledger.entries;
    let unreported = count(view, |entry, is_open| entry.status == TaskStatus::Unreported && !is_open);
    let (sent, missing) = returns(view);
    let to = |name: SheetName| Some(Target::Cell { sheet: view.name(name), key: None, column: 0 });
    let texts = &view.template.overview;
    let figures = [
        (&texts.tasks, entries.len(), SheetName::Consolidated),
        (&texts.unreported, unreported, SheetName::Consolidated),
        (&texts.sent, sent, SheetName::Submissions),
        (&texts.missing, missing.len(), SheetName::Submissions),
        (&texts.errors, view.findings_at(Severity::Error), SheetName::Findings),
        (&texts.confirm, view.outcome.control.rows_possible as usize, SheetName::Links),
    ];
    let columns = (0..).step_by(2);
    let labels = columns
        .clone()
        .zip(&figures)
        .map(|(column, (label, ..))| Cell::text(column, Role::KeyLabel, label.as_str()).across(2));
    sheet.push(Row::of(labels.collect()));
    let numbers = columns
        .zip(&figures)
        .map(|(column, (_, count, name))| Cell::count(column, Role::KeyFigure, *count).across(2).leading_to(to(*name)));
    sheet.push(Row::of(numbers.collect()));
}

fn push_control(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let (control, texts) = (&view.outcome.control, &view.template.overview);
    let text = super::sums(control, if control.holds() { &texts.control } else { &texts.control_wrong });
    let role = if control.holds() { Role::Note } else { Role::Bad };
    sheet.push(Row::of(vec![Cell::text(0, role, text).across(COLUMNS)]));
}

/// What the reviewer has settled is counted here and nowhere else on the sheet.
fn push_decided(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let of = |verdict| {
        let decided = view.outcome.findings.iter().filter_map(|finding| finding.decision.as_ref());
        decided.filter(|made| made.verdict == verdict).count()
    };
    let [accepted, corrected, dismissed, returned] = DecisionVerdict::ALL.map(of);
    let settled = accepted + corrected + dismissed;
    if settled + returned == 0 {
        return;
    }
    let counts = [settled, accepted, corrected, dismissed, returned].map(|count| count.to_string());
    let names = ["count", "accepted", "corrected", "dismissed", "returned"];
    let holes: Vec<(&str, &str)> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
    let text = fill(&view.template.overview.decided, &holes);
    sheet.push(Row::of(vec![Cell::text(0, Role::Note, text).across(COLUMNS)]));
}

fn push_status(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let texts = &view.template.overview;
    heading(sheet, &texts.status_heading);
    let top = last(sheet) + 1;
    let header = |column: u16, text: &str| Cell::text(column, Role::Header, text);
    sheet.push(Row::of(vec![header(0, &texts.status).across(2), header(2, &texts.count), header(3, &texts.share)]));
    let entries = &view.outcome.ledger.entries;
    let first = sheet.rows.len();
    let statuses = statuses(view);
    for (role, words, count) in &statuses {
        let (role, count) = (*role, *count);
        let to_links = matches!(role, Role::Link(_)).then(|| Target::Cell {
            sheet: view.name(SheetName::Links),
            key: None,
            column: 0,
        });
        let share = if entries.is_empty() { 0.0 } else { count as f64 * 100.0 / entries.len() as f64 };
        sheet.push(Row::of(vec![
            Cell::text(0, role, words.as_str()).across(2).leading_to(to_links),
            Cell::count(2, Role::Figure, count),
            Cell::text(3, Role::Figure, format!("{share:.1}%")),
        ]));
    }
    let end = last(sheet);
    sheet.push(Row::of(vec![
        Cell::text(0, Role::TotalText, texts.total.as_str()).across(2),
        Cell::new(
            2,
            Role::TotalFigure,
            Content::Formula(Formula::Sum { column: 2, first, last: end }, entries.len().into()),
        ),
        Cell::text(3, Role::TotalFigure, if entries.is_empty() { "" } else { "100.0%" }),
    ]));
    for _ in 0..3 {
        sheet.push(Row::default());
    }
    let slices = statuses.iter().map(|(role, ..)| *role).collect();
    sheet.charts.push(Chart {
        shape: ChartShape::Ring,
        title: texts.status_heading.clone(),
        at: (top, 5),
        to: (last(sheet), COLUMNS),
        names: 0,
        names_from: None,
        first,
        last: end,
        series: vec![(2, Role::Figure)],
        step: 1,
        slices,
    });
}

fn push_missing(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let (_, missing) = returns(view);
    if missing.is_empty() {
        return;
    }
    heading(sheet, &view.template.overview.missing_heading);
    let names = missing.join(view.say("、", ", "));
    sheet.push(Row::of(vec![Cell::text(0, Role::Text, names).across(COLUMNS)]));
}

fn push_next_steps(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let (_, missing) = returns(view);
    let errors = view.findings_at(Severity::Error);
    let rows = Unsettled::of(view.outcome);
    let texts = &view.template.overview;
    let mut steps: Vec<(String, SheetName)> = Vec::new();
    if !missing.is_empty() {
        let count = missing.len().to_string();
        steps.push((fill(&texts.step_missing, &[("count", &count)]), SheetName::Submissions));
    }
    let step = match (rows.possible, rows.unlinked) {
        (0, 0) => None,
        (_, 0) => Some(&texts.step_possible),
        (0, _) => Some(&texts.step_unlinked),
        _ => Some(&texts.step_links),
    };
    if let Some(step) = step {
        let (possible, unlinked) = (rows.possible.to_string(), rows.unlinked.to_string());
        let holes = [("possible", possible.as_str()), ("unlinked", unlinked.as_str())];
        steps.push((fill(step, &holes), SheetName::Links));
    }
    if errors > 0 {
        steps.push((fill(&texts.step_errors, &[("count", &errors.to_string())]), SheetName::Findings));
    }
    steps.push((texts.step_print.clone(), SheetName::Consolidated));
    heading(sheet, &texts.steps_heading);
    for (index, (text, to)) in steps.into_iter().enumerate() {
        let target = Target::Cell { sheet: view.name(to), key: None, column: 0 };
        sheet.push(Row::of(vec![
            Cell::count(0, Role::Ordinal, index + 1),
            Cell::text(1, Role::Text, text).across(COLUMNS - 3),
            Cell::text(COLUMNS - 2, Role::Short, view.name(to)).across(2).leading_to(Some(target)),
        ]));
    }
}

fn push_serious(view: &View<'_>, sheet: &mut Sheet<'_>) {
    let serious: Vec<_> = findings::ordered(view).into_iter().filter(|finding| is_serious(finding)).collect();
    if serious.is_empty() {
        return;
    }
    next_page(sheet);
    let shown = serious.len().min(SHOWN_FINDINGS);
    let texts = &view.template.overview;
    let (count, listed) = (serious.len().to_string(), shown.to_string());
    heading(sheet, &fill(&texts.serious_heading, &[("count", &count), ("shown", &listed)]));
    let header = |column: u16, over: u16, text: &str| Cell::text(column, Role::Header, text).across(over);
    sheet.push(Row::of(vec![
        header(0, 1, &texts.code),
        header(1, 2, &texts.department),
        header(3, 1, &texts.task),
        header(4, 7, &texts.message),
        header(11, 1, &texts.place),
    ]));
    for finding in serious.into_iter().take(SHOWN_FINDINGS) {
        let row = Target::Cell { sheet: view.name(SheetName::Findings), key: Some(findings::key(finding)), column: 0 };
        sheet.push(Row::of(vec![
            Cell::text(0, Role::Severity(Severity::Error), finding.code).leading_to(Some(row)),
            Cell::text(1, Role::Short, finding.department.as_deref().unwrap_or("")).across(2),
            Cell::text(3, Role::Short, view.task_id(finding.task)).leading_to(view.to_task(finding.task)),
            Cell::text(4, Role::Text, findings::message(view, finding)).across(7),
            Cell::text(11, Role::Short, if finding.place.is_some() { texts.open.as_str() } else { "" })
                .leading_to(finding.place.clone().map(Target::Source)),
        ]));
    }
}

/// A department and what was found of it, by severity.
type Counted<'a> = (&'a str, [usize; 3]);

/// Whether a finding must be settled before the report goes up, and still waits for somebody.
fn is_serious(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.is_open()
}

/// Departments that lead a task or have findings, those with most errors first, then with most warnings.
fn departments<'a>(view: &View<'a>) -> Vec<Counted<'a>> {
    let of = |name: &str| SEVERITIES.map(|severity| view.findings_of(name, severity));
    let names = view.outcome.register.departments.iter().map(|department| department.name.as_str());
    let mut counted: Vec<Counted<'a>> = names
        .map(|name| (name, of(name)))
        .filter(|(name, counts)| view.counts.leads.contains_key(name) || counts.iter().sum::<usize>() > 0)
        .collect();
    counted.sort_by_key(|(_, counts)| std::cmp::Reverse(*counts));
    if of("").iter().sum::<usize>() > 0 {
        counted.push(("", of("")));
    }
    counted
}

/// The room of a chart of the departments with most findings.
struct ChartRoom {
    /// First row, and the row below.
    rows: (usize, usize),
    /// Departments that it shows.
    charted: usize,
    /// First row of their names, where these are not those of the table.
    names_from: Option<usize>,
}

/// Makes room for the chart. Long names would leave its bars no room: short ones stand below it, where nobody sees them.
fn make_room_for_chart(view: &View<'_>, sheet: &mut Sheet<'_>, departments: &[Counted<'_>]) -> Option<ChartRoom> {
    let charted = departments.iter().take(CHARTED).take_while(|(_, counts)| counts.iter().sum::<usize>() > 0);
    let names: Vec<&str> = charted.map(|(name, _)| *name).collect();
    if names.is_empty() {
        return None;
    }
    heading(sheet, &view.template.overview.chart_heading);
    let from = sheet.rows.len();
    sheet.push(Row::default());
    let is_long = names.iter().any(|name| name.width_cjk() > NAME_WIDTH);
    for name in short_names(&names, &view.template.overview.no_department) {
        let cell = is_long.then(|| Cell::text(BENEATH, Role::Note, name).across(4));
        sheet.push(Row::of(cell.into_iter().collect()));
    }
    for _ in 0..3 + 3_usize.saturating_sub(names.len()) {
        sheet.push(Row::default());
    }
    Some(ChartRoom { rows: (from, sheet.rows.len()), charted: names.len(), names_from: is_long.then_some(from + 1) })
}

/// Names in short: without what stands in brackets behind, and cut. One that would be taken for another stays whole.
fn short_names(names: &[&str], nobody: &str) -> Vec<String> {
    let mut short: Vec<String> = Vec::new();
    for name in names {
        let whole = if name.is_empty() { nobody } else { name };
        let head = whole.split(['（', '(']).next().filter(|head| !head.trim().is_empty()).unwrap_or(whole);
        let cut = if whole.width_cjk() > NAME_WIDTH { brief::short(head, NAME_WIDTH / 2) } else { whole.to_owned() };
        short.push(if short.contains(&cut) { whole.to_owned() } else { cut });
    }
    short
}

/// Findings by department.
fn push_departments(view: &View<'_>, sheet: &mut Sheet<'_>, departments: &[Counted<'_>], chart: Option<&ChartRoom>) {
    if departments.is_empty() {
        return;
    }
    if sheet.breaks.is_empty() {
        next_page(sheet);
    }
    let texts = &view.template.overview;
    heading(sheet, &texts.departments_heading);
    let header = |column: u16, over: u16, text: &str| Cell::text(column, Role::Header, text).across(over);
    sheet.push(Row::of(vec![
        header(0, 4, &texts.department),
        header(4, 1, &texts.leads),
        header(5, 1, &texts.reported),
        header(6, 1, &texts.errors),
        header(7, 1, &texts.warnings),
        header(8, 1, &texts.info),
        header(9, 3, &texts.total),
    ]));
    let first = sheet.rows.len();
    sheet.repeated = Some((first - 1, first - 1));
    for (name, counts) in departments {
        let name = if name.is_empty() { texts.no_department.as_str() } else { name };
        push_department(view, sheet, name, counts);
    }
    let end = last(sheet);
    sheet.bars.push(Bar { column: 9, first, last: end });
    if let Some(&ChartRoom { rows: (from, to), charted, names_from }) = chart {
        sheet.charts.push(Chart {
            shape: ChartShape::StackedBars,
            title: texts.chart_title.clone(),
            at: (from, 0),
            to: (to, COLUMNS),
            names: if names_from.is_some() { BENEATH } else { 0 },
            names_from,
            first,
            last: first + charted - 1,
            series: (6..).zip(SEVERITIES.map(Role::Severity)).collect(),
            step: step(departments.iter().map(|(_, counts)| counts.iter().sum()).max().unwrap_or(0)),
            slices: Vec::new(),
        });
    }
}

/// Distance of an axis's lines for values up to `most`: 1, 2, 5, 10, 20, 50 and so on, at most eight lines.
fn step(most: usize) -> u32 {
    let steps = (0..9).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
    let enough = |step: &u32| most as u64 <= u64::from(*step) * 8;
    steps.into_iter().find(enough).unwrap_or(1_000_000_000)
}

fn push_department(view: &View<'_>, sheet: &mut Sheet<'_>, name: &str, counts: &[usize; 3]) {
    let (led, reported) = view.counts.leads.get(name).copied().unwrap_or_default();
    let mut cells = vec![
        Cell::text(0, Role::Text, name).across(4),
        Cell::count(4, Role::Figure, led),
        Cell::count(5, Role::Figure, reported),
    ];
    cells.extend((6..).zip(counts).map(|(column, count)| Cell::count(column, Role::Figure, *count)));
    let sum = Decimal::from(counts.iter().sum::<usize>());
    let total = Content::Formula(Formula::Across { first: 6, last: 8 }, sum);
    cells.push(Cell::new(9, Role::Figure, total).across(3));
    sheet.push(Row::of(cells));
}
