//! Labelled quarters for estimating and testing how rows are linked: a task list, the submissions that departments made of
//! it, and which task each row really is. Deterministic: a seed gives the same quarter for ever.

#![allow(dead_code)]

use std::{collections::BTreeMap, sync::Arc};

use taizhang::{
    link::{Context, link},
    model::{
        CellRef, Department, Field, FieldValue, Link, Place, Record, Register, Resolution, Task, TaskId, TaskList,
        UnitName,
    },
    text::{fold::fold, numbering},
};

/// What a row really is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// These tasks (one, or several where a row merges them), positions in the list.
    Tasks(Vec<usize>),
    /// No task of the list.
    Nothing,
    /// The words can't tell; a person must (only asking is right).
    Ask(usize),
}

/// A labelled quarter.
pub struct Quarter {
    /// The canonical list.
    pub tasks: TaskList,
    /// Departments.
    pub register: Register,
    /// Rows, in submission order.
    pub records: Vec<Record>,
    /// What each row is, and how it was made.
    pub truth: Vec<(Truth, &'static str)>,
    /// Owner of each submission.
    pub departments: Vec<Option<usize>>,
}

impl Quarter {
    /// The engine's links.
    pub fn links(&self) -> Vec<Link> {
        link(&self.records, self.context(2))
    }

    /// What linking is given.
    pub fn context(&self, jobs: usize) -> Context<'_> {
        Context { tasks: &self.tasks, register: &self.register, departments: &self.departments, decisions: &[], jobs }
    }
}

/// A small generator of numbers (SplitMix64): the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A row's words on their way into a record.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub section: String,
    pub number: String,
    pub title: String,
    pub content: String,
    /// In the column for targets, beside a title or a content alone.
    pub target: String,
}

/// Reads `id|section|number|title|content|lead|support` lines.
pub fn tasks(text: &str) -> (TaskList, Register) {
    let mut register = Register::default();
    let rows: Vec<Vec<&str>> =
        text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('|').collect()).collect();
    for row in &rows {
        for name in row[5].split('、').chain(row[6].split('、')).filter(|name| !name.is_empty()) {
            if !register.departments.iter().any(|department| department.name == name) {
                register.departments.push(Department { name: name.to_owned(), ..Department::default() });
            }
        }
    }
    let list = rows.iter().zip(2..).map(|(row, line)| task(row, line, &register)).collect();
    (TaskList::new(list, Vec::new()).expect("the corpus is a sound list"), register)
}

fn task(row: &[&str], line: u32, register: &Register) -> Task {
    let units = |cell: &str| -> Vec<UnitName> {
        cell.split('、').filter(|name| !name.is_empty()).map(|name| unit(name, register)).collect()
    };
    Task {
        id: TaskId(row[0].into()),
        section: row[1].to_owned(),
        number: row[2].to_owned(),
        title: if row[3].is_empty() { row[4].to_owned() } else { row[3].to_owned() },
        content: row[4].to_owned(),
        target: String::new(),
        lead: units(row[5]),
        support: units(row[6]),
        measures: Vec::new(),
        continued: false,
        place: Place { file: "tasks.csv".into(), sheet: None, cell: Some(CellRef::new(line, 1)) },
    }
}

fn unit(name: &str, register: &Register) -> UnitName {
    let known = register.departments.iter().position(|department| department.name == name);
    UnitName {
        raw: name.into(),
        name: name.into(),
        resolution: known.map_or(Resolution::Unknown { nearest: None }, Resolution::Known),
        lead_mark: false,
    }
}

/// A record as normalising would make it.
pub fn record(submission: usize, row: u32, words: &Words) -> Record {
    let cells = [
        (Field::Section, &words.section, 1),
        (Field::Number, &words.number, 2),
        (Field::Title, &words.title, 3),
        (Field::Content, &words.content, 4),
        (Field::Target, &words.target, 5),
    ];
    let values = cells
        .into_iter()
        .filter(|(_, text, _)| !text.is_empty())
        .map(|(field, text, column)| FieldValue::new(field.into(), text.as_str().into(), CellRef::new(row, column)));
    Record {
        submission,
        file: Arc::from(format!("submissions/{submission}.xlsx")),
        sheet: "Sheet1".into(),
        table: 0,
        row,
        section: None,
        values: values.collect(),
        number: numbering::form(&words.number).into(),
        title: fold(numbering::without(&words.title)).into(),
        content: fold(numbering::without(&words.content)).into(),
        lead: Arc::new([]),
        support: Arc::new([]),
        status: None,
        measures: std::sync::Arc::default(),
        hidden: false,
    }
}

/// How a department lays out and keeps its table.
#[derive(Clone, Copy)]
struct Habits {
    department: usize,
    numbers: usize,
    sections: bool,
    one_text: bool,
    mess: usize,
}

/// A quarter in which every department rewords its tasks by rules, as messy as `mess` says in a hundred.
pub fn by_rules(text: &str, seed: u64, mess: usize) -> Quarter {
    let (tasks, register) = tasks(text);
    let mut quarter = Quarter { departments: Vec::new(), records: Vec::new(), truth: Vec::new(), tasks, register };
    let mut dice = Dice(seed);
    for department in 0..quarter.register.departments.len() {
        let habits =
            Habits { department, numbers: dice.below(3), sections: dice.chance(60), one_text: dice.chance(25), mess };
        submit(&mut quarter, department, habits, &mut dice);
    }
    quarter
}

fn submit(quarter: &mut Quarter, department: usize, habits: Habits, dice: &mut Dice) {
    let own = |units: &[UnitName]| units.iter().any(|unit| unit.known() == Some(department));
    let list = quarter.tasks.tasks().to_vec();
    let mut mine: Vec<usize> =
        (0..list.len()).filter(|task| own(&list[*task].lead) || own(&list[*task].support) && dice.chance(60)).collect();
    if dice.chance(habits.mess / 3) {
        mine.reverse();
    }
    let mut rows: Vec<(Words, Truth, &'static str)> = Vec::new();
    for task in mine {
        if dice.chance(4) {
            continue;
        }
        rows.extend(rows_of(&list, task, habits, dice));
        if dice.chance(habits.mess / 4) {
            rows.extend(invented(&list, task, habits, dice));
        }
    }
    // A forgotten row is added at the end.
    if rows.len() > 2 && dice.chance(habits.mess / 2) {
        let forgotten = rows.remove(dice.below(rows.len()));
        rows.push(forgotten);
    }
    let submission = quarter.departments.len();
    quarter.departments.push(Some(department));
    for ((mut words, truth, kind), row) in rows.into_iter().zip(5..) {
        if habits.numbers == 1 {
            words.number = (row - 4).to_string();
        }
        quarter.records.push(record(submission, row, &words));
        quarter.truth.push((truth, kind));
    }
}

fn base(task: &Task, habits: Habits) -> Words {
    let two = task.title != task.content;
    let one = habits.one_text || !two;
    Words {
        section: if habits.sections { task.section.clone() } else { String::new() },
        number: if habits.numbers == 0 { task.number.clone() } else { String::new() },
        title: if one { String::new() } else { task.title.clone() },
        content: task.content.clone(),
        target: String::new(),
    }
}

fn rows_of(list: &[Task], at: usize, habits: Habits, dice: &mut Dice) -> Vec<(Words, Truth, &'static str)> {
    let task = &list[at];
    let plain = base(task, habits);
    let right = Truth::Tasks(vec![at]);
    let mine = |other: &&Task| {
        let known = |units: &[UnitName]| units.iter().any(|unit| unit.known() == Some(habits.department));
        other.content == task.content && (known(&other.lead) || known(&other.support))
    };
    if list.iter().filter(|other| other.content == task.content).count() > 1 {
        let told = !plain.title.is_empty() || list.iter().filter(mine).count() == 1;
        return vec![(plain, if told { right } else { Truth::Ask(at) }, "boilerplate")];
    }
    if !dice.chance(habits.mess) {
        return vec![(plain, right, "same")];
    }
    let clauses: Vec<&str> = task.content.split(['，', '；', '。']).filter(|clause| !clause.is_empty()).collect();
    let with = |content: String| Words { content, ..plain.clone() };
    match dice.below(9) {
        0 if clauses.len() > 1 => {
            let turned: Vec<&str> = clauses.iter().rev().copied().collect();
            vec![(with(turned.join("，")), right, "swap")]
        }
        1 if clauses.len() > 1 => vec![(with(clauses[dice.below(clauses.len())].to_owned()), right, "shorten")],
        2 if clauses.len() > 1 => {
            clauses.iter().map(|clause| (with((*clause).to_owned()), right.clone(), "split")).collect()
        }
        3 => {
            let more = MORE[dice.below(MORE.len())];
            vec![(with(format!("{}，{more}", task.content.trim_end_matches('。'))), right, "extend")]
        }
        4 => typo(&task.content, dice).map_or_else(Vec::new, |typo| vec![(with(typo), right, "typo")]),
        5 | 6 => vec![(with(synonyms(&task.content, dice)), right, "reword")],
        7 => vec![(with(format!("{}{}", LEADS[dice.below(LEADS.len())], task.content)), right, "reword")],
        _ => vec![(with(synonyms(&synonyms(&task.content, dice), dice)), right, "reword")],
    }
}

const MORE: &[&str] =
    &["确保取得实效", "按月调度进展情况", "形成长效机制", "加强部门协同配合", "及时总结经验做法", "切实维护群众利益"];
const LEADS: &[&str] = &["持续推进", "积极推进", "全力做好", "统筹推进", "按期"];
/// Ways of saying the same. Some of them are in the engine's table of wordings, most are not.
const SYNONYMS: &[(&str, &str)] = &[
    ("新建改造", "新改建"),
    ("新增", "新增加"),
    ("达到", "达"),
    ("开展", "组织开展"),
    ("完成", "全面完成"),
    ("培育", "新培育"),
    ("建成", "建设"),
    ("推进", "推动"),
    ("改造提升", "提升改造"),
    ("稳定在", "保持在"),
    ("举办", "组织"),
    ("建设", "打造"),
    ("覆盖率达到", "实现覆盖率"),
    ("以上", "及以上"),
    ("提高", "提升"),
    ("参保人数", "参保职工人数"),
    ("个", "家"),
    ("企业", "市场主体"),
    ("工程", "项目"),
];

fn synonyms(text: &str, dice: &mut Dice) -> String {
    let fitting: Vec<_> = SYNONYMS.iter().filter(|(word, _)| text.contains(word)).collect();
    if fitting.is_empty() {
        return text.replace('，', "、");
    }
    let (word, other) = fitting[dice.below(fitting.len())];
    text.replacen(word, other, 1)
}

/// One Chinese character replaced by one that sounds alike.
fn typo(text: &str, dice: &mut Dice) -> Option<String> {
    const ALIKE: &[(&str, &str)] = &[
        ("设", "没"),
        ("园", "圆"),
        ("治", "制"),
        ("培", "陪"),
        ("提", "题"),
        ("改", "该"),
        ("建", "健"),
        ("率", "律"),
        ("推", "堆"),
    ];
    let fitting: Vec<_> = ALIKE.iter().filter(|(right, _)| text.contains(right)).collect();
    let (right, wrong) = *fitting.get(dice.below(fitting.len()))?;
    Some(text.replacen(right, wrong, 1))
}

/// A near miss that a department made up: the task with one guard word or figure changed, or a noun exchanged.
fn invented(list: &[Task], at: usize, habits: Habits, dice: &mut Dice) -> Option<(Words, Truth, &'static str)> {
    const GUARDS: &[(&str, &str)] = &[
        ("国考", "市考"),
        ("新增", "累计"),
        ("市级", "县级"),
        ("省级", "国家级"),
        ("新建", "拆除"),
        ("城镇", "农村"),
        ("东环", "北环"),
        ("第三轮", "第二轮"),
        ("口袋公园", "湿地公园"),
        ("幼儿园", "高中"),
        ("污水", "雨水"),
        ("供水", "供热"),
        ("公交", "地铁"),
        ("黑臭", "富营养"),
        ("养老床位", "医疗床位"),
        ("职业技能", "安全生产"),
        ("水稻", "油菜"),
        ("龙头企业", "家庭农场"),
        ("加装电梯", "加装外墙保温"),
        ("绿色工厂", "智能工厂"),
    ];
    let task = &list[at];
    let mut words = base(task, habits);
    let fitting: Vec<_> = GUARDS.iter().filter(|(word, _)| task.content.contains(word)).collect();
    words.content = if let (false, Some((word, other))) = (dice.chance(40), fitting.get(dice.below(fitting.len()))) {
        task.content.replacen(word, other, 1)
    } else {
        other_figure(&task.content)?
    };
    words.number = String::new();
    (!list.iter().any(|other| other.content == words.content)).then_some((words, Truth::Nothing, "invented"))
}

fn other_figure(text: &str) -> Option<String> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let digit = text[at..].chars().next()?;
    let other = if digit == '9' { '7' } else { char::from(digit as u8 + 1) };
    let mut changed = text.to_owned();
    changed.replace_range(at..=at, &other.to_string());
    Some(changed)
}

/// A row's words, what it reports, and how it was made.
type LabelledWords = (Words, Truth, &'static str);

/// A quarter from hand-written lines `task ids|kind|words|number`; each department sends the rows of the tasks it leads.
pub fn by_hand(list: &str, rows: &str) -> Quarter {
    let (tasks, register) = tasks(list);
    let mut quarter = Quarter { departments: Vec::new(), records: Vec::new(), truth: Vec::new(), tasks, register };
    // A task's second rewording stands in a second file, as if sent in another quarter.
    let mut by_department: BTreeMap<(usize, usize), Vec<LabelledWords>> = BTreeMap::new();
    let mut used: BTreeMap<usize, usize> = BTreeMap::new();
    let mut near = 0;
    for line in rows.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('|').collect();
        let kind = KINDS.iter().copied().find(|kind| *kind == cells[1]).expect("a known kind");
        let ids = cells[0].split('+').filter(|id| *id != "-");
        let truth: Vec<usize> = ids.map(|id| quarter.tasks.position(id).expect("an id of the list")).collect();
        // An invented row is sent by the department whose task it is nearest to.
        let owner = truth.first().copied().unwrap_or_else(|| {
            near = nearest(&quarter.tasks, cells[2]);
            near
        });
        let department = quarter.tasks.tasks()[owner].lead[0].known().expect("in the register");
        let words = Words { content: cells[2].to_owned(), number: cells[3].to_owned(), ..Words::default() };
        let file = truth.iter().map(|task| used.get(task).copied().unwrap_or(0)).max().unwrap_or(0);
        used.extend(truth.iter().map(|task| (*task, file + 1)));
        let truth = if truth.is_empty() { Truth::Nothing } else { Truth::Tasks(truth) };
        by_department.entry((file, department)).or_default().push((words, truth, kind));
    }
    for ((_, department), rows) in by_department {
        let submission = quarter.departments.len();
        quarter.departments.push(Some(department));
        for ((words, truth, kind), row) in rows.into_iter().zip(4..) {
            quarter.records.push(record(submission, row, &words));
            quarter.truth.push((truth, kind));
        }
    }
    quarter
}

/// A quarter from hand-written lines `tasks|kind|department|number|title|content`; a task with `?` is to be asked about. Every
/// second department writes its titles under a heading for contents and its contents under one for targets.
pub fn by_departments(list: &str, rows: &'static str) -> Quarter {
    let (tasks, mut register) = tasks(list);
    let mut quarter = Quarter {
        departments: Vec::new(),
        records: Vec::new(),
        truth: Vec::new(),
        tasks,
        register: Register::default(),
    };
    let mut submissions: Vec<(&str, u32)> = Vec::new();
    for line in rows.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&'static str> = line.split('|').collect();
        let submission = submissions.iter().position(|(name, _)| *name == cells[2]).unwrap_or_else(|| {
            let known = register.departments.iter().position(|department| department.name == cells[2]);
            let department = known.unwrap_or_else(|| {
                register.departments.push(Department { name: cells[2].to_owned(), ..Department::default() });
                register.departments.len() - 1
            });
            quarter.departments.push(Some(department));
            submissions.push((cells[2], 3));
            submissions.len() - 1
        });
        submissions[submission].1 += 1;
        let text = |at: usize| cells[at].replace("\\n", "\n");
        let (title, content) = (text(4), text(5));
        let words = Words { number: cells[3].to_owned(), ..Words::default() };
        let words = if submission % 2 == 1 {
            Words { content: title, target: content, ..words }
        } else {
            Words { title, content, ..words }
        };
        quarter.records.push(record(submission, submissions[submission].1, &words));
        let asked = cells[0].contains('?');
        let ids = cells[0].split('+').map(|id| id.trim_start_matches('?')).filter(|id| *id != "-");
        let ids: Vec<usize> = ids.map(|id| quarter.tasks.position(id).expect("an id of the list")).collect();
        let truth = match ids[..] {
            [] => Truth::Nothing,
            [first, ..] if asked => Truth::Ask(first),
            _ => Truth::Tasks(ids),
        };
        quarter.truth.push((truth, cells[1]));
    }
    quarter.register = register;
    quarter
}

const KINDS: &[&str] = &["reword", "shorten", "extend", "swap", "typo", "merge", "split", "invented"];

fn nearest(tasks: &TaskList, words: &str) -> usize {
    let shared = |task: &Task| words.chars().filter(|c| task.content.contains(*c)).count();
    (0..tasks.len()).max_by_key(|at| shared(&tasks.tasks()[*at])).unwrap_or(0)
}

/// A quarter in which some of a list's tasks, as many as `share` says in a hundred, are reported in the words of `rows`, and
/// the others word for word; the rows that are no task stand among them.
pub fn mixed(list: &str, rows: &'static str, seed: u64, share: usize) -> Quarter {
    let own = by_departments(list, rows);
    let mut dice = Dice(seed);
    let mut quarter = Quarter {
        departments: (0..own.register.departments.len()).map(Some).collect(),
        records: Vec::new(),
        truth: Vec::new(),
        tasks: tasks(list).0,
        register: own.register,
    };
    let lead = |task: usize| quarter.tasks.tasks()[task].lead.first().and_then(UnitName::known);
    let reworded: Vec<bool> = (0..quarter.tasks.len()).map(|_| dice.chance(share)).collect();
    for department in 0..quarter.departments.len() {
        for task in (0..quarter.tasks.len()).filter(|task| lead(*task) == Some(department)) {
            let whose = |at: &usize| own.truth[*at].0 == Truth::Tasks(vec![task]);
            let found = (0..own.records.len()).find(whose).filter(|_| reworded[task]);
            let row = quarter.records.len() as u32 + 2;
            quarter.records.push(match found {
                Some(at) => Record { submission: department, row, ..own.records[at].clone() },
                None => Record { submission: department, ..word_for_word(&quarter.tasks.tasks()[task], row) },
            });
            quarter.truth.push((Truth::Tasks(vec![task]), if found.is_some() { "reworded" } else { "same" }));
        }
        for at in (0..own.records.len()).filter(|at| own.truth[*at].0 == Truth::Nothing) {
            if own.departments[own.records[at].submission] == Some(department) {
                let row = quarter.records.len() as u32 + 2;
                quarter.records.push(Record { submission: department, row, ..own.records[at].clone() });
                quarter.truth.push((Truth::Nothing, own.truth[at].1));
            }
        }
    }
    quarter
}

/// The same rows, each a submission of its own: none takes another's place.
pub fn each_alone(list: &str, rows: &'static str) -> Quarter {
    let mut quarter = by_departments(list, rows);
    quarter.departments = quarter.records.iter().map(|record| quarter.departments[record.submission]).collect();
    quarter.records.iter_mut().enumerate().for_each(|(at, record)| record.submission = at);
    quarter
}

/// For each row that is no task a quarter of its own, and the row's position in it: its department reports all its other
/// tasks word for word, and the row in the place of the one that it is nearest to.
pub fn in_their_place(list: &str, rows: &'static str) -> Vec<(Quarter, usize)> {
    let whole = by_departments(list, rows);
    let links = whole.links();
    let nothing = (0..links.len()).filter(|at| whole.truth[*at].0 == Truth::Nothing);
    let placed = nothing.filter_map(|at| {
        let department = whole.departments[whole.records[at].submission];
        let own = |task: &Task| task.lead.iter().chain(&task.support).any(|unit| unit.known() == department);
        let nearest = links[at].candidates.first().map(|first| first.task)?;
        let mine: Vec<usize> = (0..whole.tasks.len()).filter(|task| own(&whole.tasks.tasks()[*task])).collect();
        let here = mine.iter().position(|task| *task == nearest)?;
        let records = mine.iter().zip(2..).map(|(task, row)| {
            if *task == nearest {
                Record { submission: 0, row, ..whole.records[at].clone() }
            } else {
                word_for_word(&whole.tasks.tasks()[*task], row)
            }
        });
        let quarter = Quarter {
            records: records.collect(),
            truth: vec![(Truth::Nothing, "in its place"); mine.len()],
            departments: vec![department],
            tasks: tasks(list).0,
            register: Register { departments: whole.register.departments.clone(), ..Register::default() },
        };
        Some((quarter, here))
    });
    placed.collect()
}

fn word_for_word(task: &Task, row: u32) -> Record {
    let title = if task.title == task.content { String::new() } else { task.title.clone() };
    record(0, row, &Words { title, content: task.content.clone(), ..Words::default() })
}

/// A task with nothing but title and content.
pub fn plain_task(at: usize, words: &Words) -> Task {
    let id = at.to_string();
    task(&[&id, "", "", &words.title, &words.content, "", ""], at as u32 + 2, &Register::default())
}

/// The English set: products and publications, no departments.
pub fn english(text: &str) -> Quarter {
    let lines = |kind: &'static str| {
        text.lines().filter_map(move |line| line.strip_prefix(kind)).map(|line| line.split('|').collect::<Vec<_>>())
    };
    let register = Register::default();
    let list = lines("T|").zip(2..).map(|(row, line)| {
        let cells = [row[0], "", "", row[1], row[2], "", ""];
        task(&cells, line, &register)
    });
    let tasks = TaskList::new(list.collect(), Vec::new()).expect("the corpus is a sound list");
    let mut quarter = Quarter {
        departments: vec![None],
        records: Vec::new(),
        truth: Vec::new(),
        tasks,
        register: Register::default(),
    };
    for (row, line) in lines("R|").zip(2..) {
        let words = Words { title: row[1].to_owned(), content: row[2].to_owned(), ..Words::default() };
        quarter.records.push(record(0, line, &words));
        let truth = quarter.tasks.position(row[0]).map_or(Truth::Nothing, |task| Truth::Tasks(vec![task]));
        quarter.truth.push((truth, "english"));
    }
    quarter
}

/// Pairs of sentences of much the same words that say different things: one of each is the list, the other a row, which is
/// none of the list.
pub fn turned(text: &str, backwards: bool) -> Quarter {
    let pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('|'));
    let pairs: Vec<(&str, &str)> = pairs.map(|(a, b)| if backwards { (b, a) } else { (a, b) }).collect();
    let register = Register::default();
    let list = pairs.iter().zip(2..).map(|((listed, _), line)| {
        let id = format!("P{line}");
        task(&[&id, "", "", "", listed, "", ""], line, &register)
    });
    let tasks = TaskList::new(list.collect(), Vec::new()).expect("the corpus is a sound list");
    let row = |((_, words), line): (&(&str, &str), u32)| {
        record(0, line, &Words { content: (*words).to_owned(), ..Words::default() })
    };
    let records: Vec<Record> = pairs.iter().zip(2..).map(row).collect();
    let truth = vec![(Truth::Nothing, "turned"); records.len()];
    Quarter { departments: vec![None], records, truth, tasks, register }
}

/// A task list file of the sample quarters as a list of this corpus.
pub const TRAIN: &str = include_str!("../../seeds/link/corpus/train_tasks.txt");
/// Tasks that the weights were not estimated on.
pub const HELD_OUT: &str = include_str!("../../seeds/link/corpus/heldout_tasks.txt");
/// Hand-written rows for [`HELD_OUT`].
pub const HELD_OUT_ROWS: &str = include_str!("../../seeds/link/corpus/heldout_reworded.txt");
/// A list of other departments and other tasks, written before its rows were ever linked.
pub const BLIND: &str = include_str!("../../seeds/link/corpus/blind_tasks.txt");
/// Hand-written rows for [`BLIND`].
pub const BLIND_ROWS: &str = include_str!("../../seeds/link/corpus/blind_rows.txt");
/// English products and publications.
pub const ENGLISH: &str = include_str!("../../seeds/link/corpus/english.txt");
/// Services of a city: its list.
pub const SERVICES: &str = include_str!("../../seeds/link/corpus/services_tasks.txt");
/// Rows for [`SERVICES`], in their departments' own words.
pub const SERVICES_ROWS: &str = include_str!("../../seeds/link/corpus/services_rows.txt");
/// Industry, finance and ports of a city: its list.
pub const INDUSTRY: &str = include_str!("../../seeds/link/corpus/industry_tasks.txt");
/// Rows for [`INDUSTRY`], in their departments' own words.
pub const INDUSTRY_ROWS: &str = include_str!("../../seeds/link/corpus/industry_rows.txt");
/// A London borough's plan: its list.
pub const BOROUGH: &str = include_str!("../../seeds/link/corpus/borough_tasks.txt");
/// Rows for [`BOROUGH`], in their departments' own words.
pub const BOROUGH_ROWS: &str = include_str!("../../seeds/link/corpus/borough_rows.txt");
/// A district's tasks, many of them of a few words with one figure.
pub const DISTRICT: &str = include_str!("../../seeds/link/corpus/district_tasks.txt");
/// Rows for [`DISTRICT`], most of them changed: cut, padded, split, merged, paraphrased, invented.
pub const DISTRICT_ROWS: &str = include_str!("../../seeds/link/corpus/district_rows.txt");
/// Near misses of [`DISTRICT`]: none is a task of it.
pub const DISTRICT_NEAR: &str = include_str!("../../seeds/link/corpus/district_near.txt");
/// A province's tasks, each of several clauses.
pub const PROVINCE: &str = include_str!("../../seeds/link/corpus/province_tasks.txt");
/// Rows for [`PROVINCE`], changed in the same ways.
pub const PROVINCE_ROWS: &str = include_str!("../../seeds/link/corpus/province_rows.txt");
/// Near misses of [`PROVINCE`].
pub const PROVINCE_NEAR: &str = include_str!("../../seeds/link/corpus/province_near.txt");
/// Pairs of sentences of much the same words that say different things.
pub const TURNED: &str = include_str!("../../seeds/link/corpus/turned.txt");
/// Rows for [`HELD_OUT`], each reworded hard, with near misses beside them.
pub const HELD_OUT_OWN_WORDS: &str = include_str!("../../seeds/link/corpus/heldout_own_words.txt");
/// Rows for [`HELD_OUT`] that report two tasks or a part of one.
pub const HELD_OUT_PARTS: &str = include_str!("../../seeds/link/corpus/heldout_parts.txt");
/// Rows of [`DISTRICT`] that report two tasks, and rows that only seem to.
pub const DISTRICT_MERGES: &str = include_str!("../../seeds/link/corpus/district_merges.txt");
/// An English county's plan: its list.
pub const COUNTY: &str = include_str!("../../seeds/link/corpus/county_tasks.txt");
/// Rows for [`COUNTY`], each in its department's own words, with near misses beside them.
pub const COUNTY_ROWS: &str = include_str!("../../seeds/link/corpus/county_rows.txt");
/// A city's government report: its list.
pub const METROPOLIS: &str = include_str!("../../seeds/link/corpus/metropolis_tasks.txt");
/// Rows for [`METROPOLIS`], written by one who had not seen the engine.
pub const METROPOLIS_ROWS: &str = include_str!("../../seeds/link/corpus/metropolis_rows.txt");
/// A district's projects for the people: its list.
pub const LIVELIHOOD: &str = include_str!("../../seeds/link/corpus/livelihood_tasks.txt");
/// Rows for [`LIVELIHOOD`], written by one who had not seen the engine.
pub const LIVELIHOOD_ROWS: &str = include_str!("../../seeds/link/corpus/livelihood_rows.txt");
/// What environmental inspectors found, to be put right: its list.
pub const REMEDIES: &str = include_str!("../../seeds/link/corpus/remedies_tasks.txt");
/// Rows for [`REMEDIES`], written by one who had not seen the engine.
pub const REMEDIES_ROWS: &str = include_str!("../../seeds/link/corpus/remedies_rows.txt");
/// A county's government report: its list.
pub const HILL_COUNTY: &str = include_str!("../../seeds/link/corpus/hillcounty_tasks.txt");
/// Rows for [`HILL_COUNTY`], written by one who had not seen the engine.
pub const HILL_COUNTY_ROWS: &str = include_str!("../../seeds/link/corpus/hillcounty_rows.txt");
/// A city's business environment: its list.
pub const PERMITS: &str = include_str!("../../seeds/link/corpus/permits_tasks.txt");
/// Rows for [`PERMITS`], written by one who had not seen the engine.
pub const PERMITS_ROWS: &str = include_str!("../../seeds/link/corpus/permits_rows.txt");
/// Safety, discipline and debt: what a city has to put right: its list.
pub const SAFETY: &str = include_str!("../../seeds/link/corpus/safety_tasks.txt");
/// Rows for [`SAFETY`], written by one who had not seen the engine.
pub const SAFETY_ROWS: &str = include_str!("../../seeds/link/corpus/safety_rows.txt");
/// A city by a lake: its list, written after what [`METROPOLIS_ROWS`] and its like had shown was mended.
pub const LAKE_CITY: &str = include_str!("../../seeds/link/corpus/lakecity_tasks.txt");
/// Rows for [`LAKE_CITY`].
pub const LAKE_CITY_ROWS: &str = include_str!("../../seeds/link/corpus/lakecity_rows.txt");
/// A coastal city's key tasks of a year.
pub const COASTLINE: &str = include_str!("../../seeds/link/corpus/coastline_tasks.txt");
/// Rows for [`COASTLINE`].
pub const COASTLINE_ROWS: &str = include_str!("../../seeds/link/corpus/coastline_rows.txt");
/// A city's environmental rectification tasks.
pub const VALLEY: &str = include_str!("../../seeds/link/corpus/valley_tasks.txt");
/// Rows for [`VALLEY`].
pub const VALLEY_ROWS: &str = include_str!("../../seeds/link/corpus/valley_rows.txt");
/// A province's plan for its villages.
pub const PLATEAU: &str = include_str!("../../seeds/link/corpus/plateau_tasks.txt");
/// Rows for [`PLATEAU`].
pub const PLATEAU_ROWS: &str = include_str!("../../seeds/link/corpus/plateau_rows.txt");
/// A county's projects for its people.
pub const RAVINE: &str = include_str!("../../seeds/link/corpus/ravine_tasks.txt");
/// Rows for [`RAVINE`].
pub const RAVINE_ROWS: &str = include_str!("../../seeds/link/corpus/ravine_rows.txt");
/// A city's list with the rows of a messy quarter, heavily changed.
pub const DELTA: &str = include_str!("../../seeds/link/corpus/delta_heavy_tasks.txt");
/// Rows for [`DELTA`].
pub const DELTA_ROWS: &str = include_str!("../../seeds/link/corpus/delta_heavy_rows.txt");
/// The same city's list in another quarter, less changed.
pub const DELTA_MEDIUM: &str = include_str!("../../seeds/link/corpus/delta_medium_tasks.txt");
/// Rows for [`DELTA_MEDIUM`].
pub const DELTA_MEDIUM_ROWS: &str = include_str!("../../seeds/link/corpus/delta_medium_rows.txt");
/// Near misses for [`DELTA`].
pub const DELTA_NEAR: &str = include_str!("../../seeds/link/corpus/delta_near.txt");
/// Near misses for [`PREFECTURE`].
pub const PREFECTURE_NEAR: &str = include_str!("../../seeds/link/corpus/prefecture_near.txt");
/// A prefecture's list.
pub const PREFECTURE: &str = include_str!("../../seeds/link/corpus/prefecture_tasks.txt");
/// Rows for [`PREFECTURE`], heavily changed.
pub const PREFECTURE_ROWS: &str = include_str!("../../seeds/link/corpus/prefecture_heavy_rows.txt");
/// Rows for [`PREFECTURE`], less changed.
pub const PREFECTURE_MEDIUM_ROWS: &str = include_str!("../../seeds/link/corpus/prefecture_medium_rows.txt");
/// A city's list, with tasks of a real one.
pub const GARDEN: &str = include_str!("../../seeds/link/corpus/garden_tasks.txt");
/// Rows for [`GARDEN`], heavily changed.
pub const GARDEN_ROWS: &str = include_str!("../../seeds/link/corpus/garden_heavy_rows.txt");
/// Rows for [`GARDEN`], less changed.
pub const GARDEN_MEDIUM_ROWS: &str = include_str!("../../seeds/link/corpus/garden_medium_rows.txt");
/// Near misses for [`GARDEN`].
pub const GARDEN_NEAR: &str = include_str!("../../seeds/link/corpus/garden_near.txt");
/// Near misses for [`RIVER`].
pub const RIVER_NEAR: &str = include_str!("../../seeds/link/corpus/river_near.txt");
/// Near misses for [`DELTA`], each sent alone.
pub const DELTA_ALONE: &str = include_str!("../../seeds/link/corpus/delta_alone.txt");
/// Near misses for [`PREFECTURE`], each sent alone.
pub const PREFECTURE_ALONE: &str = include_str!("../../seeds/link/corpus/prefecture_alone.txt");
/// Near misses for [`GARDEN`], each sent alone.
pub const GARDEN_ALONE: &str = include_str!("../../seeds/link/corpus/garden_alone.txt");
/// Near misses for [`RIVER`], each sent alone.
pub const RIVER_ALONE: &str = include_str!("../../seeds/link/corpus/river_alone.txt");
/// The list of a city on a river.
pub const RIVER: &str = include_str!("../../seeds/link/corpus/river_heavy_tasks.txt");
/// Rows for [`RIVER`].
pub const RIVER_ROWS: &str = include_str!("../../seeds/link/corpus/river_heavy_rows.txt");
/// The same city's list in another quarter, less changed.
pub const RIVER_MEDIUM: &str = include_str!("../../seeds/link/corpus/river_medium_tasks.txt");
/// Rows for [`RIVER_MEDIUM`].
pub const RIVER_MEDIUM_ROWS: &str = include_str!("../../seeds/link/corpus/river_medium_rows.txt");
/// A city's tasks, some of them near each other.
pub const GORGE: &str = include_str!("../../seeds/link/corpus/gorge_tasks.txt");
/// Near misses of [`GORGE`].
pub const GORGE_NEAR: &str = include_str!("../../seeds/link/corpus/gorge_near.txt");
/// Tasks of a port city, rows in other words and another order, and look-alikes with a task's figures and department.
pub const HARBOUR: &str = include_str!("../../seeds/link/corpus/harbour_tasks.txt");
pub const HARBOUR_ROWS: &str = include_str!("../../seeds/link/corpus/harbour_rows.txt");
pub const HARBOUR_NEAR: &str = include_str!("../../seeds/link/corpus/harbour_near.txt");
/// Tasks of an upland city, with the like.
pub const FENLAND: &str = include_str!("../../seeds/link/corpus/fenland_tasks.txt");
pub const FENLAND_ROWS: &str = include_str!("../../seeds/link/corpus/fenland_rows.txt");
pub const FENLAND_NEAR: &str = include_str!("../../seeds/link/corpus/fenland_near.txt");
pub const UPLAND: &str = include_str!("../../seeds/link/corpus/upland_tasks.txt");
pub const UPLAND_ROWS: &str = include_str!("../../seeds/link/corpus/upland_rows.txt");
pub const UPLAND_NEAR: &str = include_str!("../../seeds/link/corpus/upland_near.txt");
/// Tasks that have look-alikes.
pub const LOOKALIKES: &str = include_str!("../../seeds/link/corpus/lookalikes_tasks.txt");
/// The look-alikes: none is a task of [`LOOKALIKES`].
pub const LOOKALIKES_NEAR: &str = include_str!("../../seeds/link/corpus/lookalikes_rows.txt");
