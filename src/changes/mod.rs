//! Two reports' tasks → what has changed: which task is which although numbers and words moved, status, words, measures.

mod pairs;

use std::collections::BTreeMap;

use crate::{
    model::{
        change::{Changes, MeasureChange, TaskChange, WordsChange},
        past::{PastMeasure, PastTask},
    },
    text::fold::words_only,
};

/// Holds the later report's tasks against the earlier one's.
pub fn compare(then: &[PastTask], now: &[PastTask]) -> Changes {
    let pairs = pairs::pair(then, now);
    let mut left: Vec<bool> = vec![true; then.len()];
    let tasks = now
        .iter()
        .zip(&pairs)
        .map(|(task, pair)| {
            let before = pair.and_then(|at| then.get(at));
            if let Some(free) = pair.and_then(|at| left.get_mut(at)) {
                *free = false;
            }
            TaskChange {
                then: *pair,
                reworded: before
                    .is_some_and(|before| differs(before.words(), task.words()) || differs(&before.title, &task.title)),
                retargeted: before.is_some_and(|before| differs(&before.target, &task.target)),
                status: (before.and_then(|before| before.status), task.status),
                words: words(before, task),
                measures: measures(before, task),
            }
        })
        .collect();
    let gone = left.iter().enumerate().filter(|(_, free)| **free).map(|(at, _)| at).collect();
    Changes { tasks, gone }
}

/// Whether two texts, where there are both, say something else.
fn differs(then: &str, now: &str) -> bool {
    let (then, now) = (words_only(then), words_only(now));
    !then.is_empty() && !now.is_empty() && then != now
}

/// Every department's words in comparison form, those that say nothing left out.
fn said(task: &PastTask) -> BTreeMap<&str, String> {
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    for claim in &task.claims {
        let words = words_only(&claim.progress);
        if !words.is_empty() {
            said.entry(&claim.department).or_default().push_str(&words);
        }
    }
    said
}

fn words(before: Option<&PastTask>, now: &PastTask) -> WordsChange {
    let (then, now) = (before.map(said).unwrap_or_default(), said(now));
    if then.is_empty() || now.is_empty() {
        return match (then.is_empty(), now.is_empty()) {
            (true, true) => WordsChange::None,
            (true, false) => WordsChange::Begun,
            _ => WordsChange::Stopped,
        };
    }
    let same = now.iter().filter(|(department, words)| then.get(*department) == Some(words)).count();
    match same {
        0 => WordsChange::Changed,
        all if all == now.len() && now.len() == then.len() => WordsChange::Same,
        _ => WordsChange::PartlySame,
    }
}

type Key<'a> = (&'a str, &'a str);

fn by_name(task: &PastTask) -> BTreeMap<Key<'_>, &PastMeasure> {
    let mut measures = BTreeMap::new();
    for measure in &task.measures {
        measures.entry((measure.department.as_str(), measure.name.as_str())).or_insert(measure);
    }
    measures
}

fn measures(before: Option<&PastTask>, now: &PastTask) -> Vec<MeasureChange> {
    let (mut then, now) = (before.map(by_name).unwrap_or_default(), by_name(now));
    let pairs: Vec<_> = now.into_iter().map(|(key, measure)| (then.remove(&key), measure)).collect();
    let new: Vec<&PastMeasure> = pairs.iter().filter(|(then, _)| then.is_none()).map(|(_, now)| *now).collect();
    let mut renamed = |now: &PastMeasure| {
        let key = renamed(&then, &new, now)?;
        then.remove(&key)
    };
    let mut changes: Vec<MeasureChange> = Vec::new();
    for (same, now) in pairs {
        let before = same.or_else(|| renamed(now));
        changes.push(change(before, Some(now)));
    }
    changes.extend(then.into_values().map(|measure| change(Some(measure), None)));
    changes
}

/// The measure that has another name now: of those that are gone the only one that may be meant, where no other new one
/// may mean it as well.
fn renamed<'a>(gone: &BTreeMap<Key<'a>, &'a PastMeasure>, new: &[&PastMeasure], now: &PastMeasure) -> Option<Key<'a>> {
    let mut then = gone.iter().filter(|(_, then)| is_alike(then, now));
    let (key, measure) = then.next().filter(|_| then.next().is_none())?;
    let claims = new.iter().filter(|other| is_alike(measure, other)).count();
    (claims == 1).then_some(*key)
}

/// Whether two measures of a department count the same in one unit, under names of which one is a part of the other or
/// has its characters in another order (年度计划投资, 计划投资, 年度投资计划).
fn is_alike(then: &PastMeasure, now: &PastMeasure) -> bool {
    let (before, after) = (words_only(&then.name), words_only(&now.name));
    let sorted = |name: &str| {
        let mut characters: Vec<char> = name.chars().collect();
        characters.sort_unstable();
        characters
    };
    let is_part = |part: &str, whole: &str| !part.is_empty() && whole.contains(part);
    then.department == now.department
        && then.kind == now.kind
        && words_only(&then.unit) == words_only(&now.unit)
        && (is_part(&before, &after) || is_part(&after, &before) || sorted(&before) == sorted(&after))
}

fn change(then: Option<&PastMeasure>, now: Option<&PastMeasure>) -> MeasureChange {
    let (any, raw) = (now.or(then), |measure: Option<&PastMeasure>| measure.map(|measure| measure.raw.clone()));
    let unit = |measure: Option<&PastMeasure>| measure.map_or_else(String::new, |measure| measure.unit.clone());
    let difference = match (then, now) {
        (Some(then), Some(now)) if words_only(&then.unit) == words_only(&now.unit) => {
            now.value.zip(then.value).and_then(|(now, then)| now.checked_sub(then))
        }
        _ => None,
    };
    MeasureChange {
        department: any.map_or_else(String::new, |measure| measure.department.clone()),
        name: any.map_or_else(String::new, |measure| measure.name.clone()),
        was: then.zip(now).filter(|(then, now)| then.name != now.name).map(|(then, _)| then.name.clone()),
        units: (unit(then), unit(now)),
        raw: (raw(then), raw(now)),
        difference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{MeasureKind, TaskStatus, past::PastClaim};

    fn task(id: &str, words: &str, progress: &[(&str, &str)], figure: Option<&str>) -> PastTask {
        let claims = progress.iter().map(|(department, progress)| PastClaim {
            department: (*department).to_owned(),
            progress: (*progress).to_owned(),
        });
        let measure = |raw: &str| PastMeasure {
            department: "市水务局".to_owned(),
            name: "完成投资".to_owned(),
            unit: "亿元".to_owned(),
            raw: raw.to_owned(),
            value: raw.parse().ok(),
            kind: MeasureKind::Actual,
        };
        PastTask {
            id: id.to_owned(),
            content: words.to_owned(),
            status: Some(TaskStatus::OnTrack),
            claims: claims.collect(),
            measures: figure.map(measure).into_iter().collect(),
            ..PastTask::default()
        }
    }

    #[test]
    fn tasks_are_the_same_although_their_numbers_moved() {
        let then = [
            task("1", "新建污水管网120公里，改造老旧管网60公里", &[("市水务局", "已新建30公里。")], Some("1.2")),
            task("2", "建成省级幸福河湖25条", &[("市水务局", "已建成5条。")], None),
            task("3", "完成18座乡镇水厂规范化改造", &[], None),
        ];
        let now = [
            task("3", "新建污水管网130公里，改造老旧管网60公里", &[("市水务局", "已新建70公里。")], Some("2.5")),
            task("1", "建成省级幸福河湖25条", &[("市水务局", "已建成 5 条")], None),
            task("9", "创建节水型企业30家", &[("市水务局", "已创建14家。")], None),
        ];
        let changes = compare(&then, &now);
        let pairs: Vec<_> = changes.tasks.iter().map(|change| (change.then, change.reworded, change.words)).collect();
        assert_eq!(
            pairs,
            [
                (Some(0), true, WordsChange::Changed),
                (Some(1), false, WordsChange::Same),
                (None, false, WordsChange::Begun)
            ]
        );
        assert_eq!(changes.gone, [2]);
        assert_eq!(changes.tasks[0].measures[0].difference, "1.3".parse().ok());
    }

    #[test]
    fn another_title_and_another_target_are_told() {
        let of = |title: &str, target: &str| {
            [PastTask {
                title: title.to_owned(),
                target: target.to_owned(),
                ..task("1", "建设高标准农田3.5万亩", &[], None)
            }]
        };
        let told = |then: [PastTask; 1], now: [PastTask; 1]| {
            let changes = compare(&then, &now);
            (changes.tasks[0].reworded, changes.tasks[0].retargeted)
        };
        assert_eq!(told(of("推进创新", "增长8%"), of("推进 创新", "增长8%")), (false, false));
        assert_eq!(told(of("推进创新", "增长8%"), of("加快创新", "增长8%")), (true, false));
        assert_eq!(told(of("推进创新", "增长8%"), of("推进创新", "增长9%")), (false, true));
        let [then] = of("推进创新", "增长8%");
        let then = PastTask { number: "4".to_owned(), ..then };
        assert_eq!(then.moved("1", "4"), None);
        assert_eq!(then.moved("1", "7").map(|moved| moved.zh), Some("原序号 4".into()));
        assert_eq!(then.moved("7-1", "7").map(|moved| moved.en), Some("was 1".into()));
        assert_eq!(
            told(of("", ""), of("推进创新", "增长9%")),
            (false, false),
            "what is newly written down is no change"
        );
    }

    #[test]
    fn a_figure_keeps_the_unit_that_it_was_given_in() {
        let then = [task("1", "建设高标准农田3.5万亩", &[], Some("0.4"))];
        let mut now = [task("1", "建设高标准农田3.5万亩", &[], Some("11000"))];
        now[0].measures[0].unit = "万元".to_owned();
        let changes = compare(&then, &now);
        let measure = &changes.tasks[0].measures[0];
        assert_eq!((measure.unit(), measure.difference), (None, None));
        assert_eq!(measure.with_units("—"), ("0.4亿元".to_owned(), "11000万元".to_owned()));
        now[0].measures.clear();
        let gone = compare(&then, &now);
        assert_eq!(gone.tasks[0].measures[0].with_units("—"), ("0.4亿元".to_owned(), "—".to_owned()));
        assert_eq!(gone.tasks[0].measures[0].unit(), Some("亿元"));
    }

    #[test]
    fn a_measure_under_another_name_is_one_change() {
        let told = |names: &[&str]| {
            let mut of = task("1", "建设高标准农田3.5万亩", &[], Some("0.4"));
            let one = of.measures.remove(0);
            of.measures = names.iter().map(|name| PastMeasure { name: (*name).to_owned(), ..one.clone() }).collect();
            [of]
        };
        let names = |then: &[&str], now: &[&str]| -> Vec<String> {
            let changes = compare(&told(then), &told(now));
            changes.tasks[0].measures.iter().map(|change| change.named("", crate::model::Lang::Zh)).collect()
        };
        assert_eq!(names(&["年度计划投资"], &["计划投资"]), ["计划投资（原“年度计划投资”）"]);
        assert_eq!(names(&["年度投资计划"], &["年度计划投资"]), ["年度计划投资（原“年度投资计划”）"]);
        assert_eq!(names(&["完成投资"], &["新增就业"]), ["新增就业", "完成投资"]);
        // Which of two it is can't be told.
        assert_eq!(names(&["投资"], &["完成投资", "累计投资"]).len(), 3);
        assert_eq!(names(&["完成投资"], &["完成投资"]), ["完成投资"]);
    }
}
