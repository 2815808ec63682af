//! Changes: one period's tasks held against another's.

use rust_decimal::Decimal;

use super::{Lang, ledger::TaskStatus, past::Past};

/// Last period's report with what has changed since.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Previous {
    /// The report.
    pub past: Past,
    /// What has changed.
    pub changes: Changes,
}

/// What has changed between two reports.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    /// One a task of the later report, in its order.
    pub tasks: Vec<TaskChange>,
    /// Tasks of the earlier report that the later one has no more: positions there.
    pub gone: Vec<usize>,
}

/// What has changed of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskChange {
    /// Its position in the earlier report; `None` for a new one.
    pub then: Option<usize>,
    /// Its wording in the list is another one.
    pub reworded: bool,
    /// Whether the list sets it another target, where both do.
    pub retargeted: bool,
    /// Status before and now.
    pub status: (Option<TaskStatus>, Option<TaskStatus>),
    /// What became of the narratives.
    pub words: WordsChange,
    /// Measures that stand in either.
    pub measures: Vec<MeasureChange>,
}

/// What became of what departments said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordsChange {
    /// Nobody said anything then or now.
    None,
    /// Word for word the same.
    Same,
    /// Some departments say the same, others do not.
    PartlySame,
    /// Other words.
    Changed,
    /// Said now and not then.
    Begun,
    /// Said then and not now.
    Stopped,
}

/// A measure before and now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeasureChange {
    /// The department, empty when it is not known.
    pub department: String,
    /// Name of the measure.
    pub name: String,
    /// Its name then, where that was another one.
    pub was: Option<String>,
    /// Unit then and now, empty for none. A figure may have changed its unit, so neither stands for both.
    pub units: (String, String),
    /// As it stood then and stands now; `None` where it does not.
    pub raw: (Option<String>, Option<String>),
    /// Now less then, where both are figures in one unit.
    pub difference: Option<Decimal>,
}

impl MeasureChange {
    /// Its name, with a unit and the name that it had in brackets.
    pub fn named(&self, unit: &str, lang: Lang) -> String {
        let was = self.was.as_ref().map_or_else(String::new, |was| match lang {
            Lang::Zh => format!("原“{was}”"),
            Lang::En => format!("was “{was}”"),
        });
        let aside: Vec<&str> = [unit, was.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        match (aside.is_empty(), lang) {
            (true, _) => self.name.clone(),
            (_, Lang::Zh) => format!("{}（{}）", self.name, aside.join("，")),
            (_, Lang::En) => format!("{} ({})", self.name, aside.join(", ")),
        }
    }

    /// The one unit of both figures, or of the only one; `None` where they differ.
    pub fn unit(&self) -> Option<&str> {
        let (then, now) = (self.units.0.as_str(), self.units.1.as_str());
        match &self.raw {
            (Some(_), Some(_)) => (then == now).then_some(now),
            (Some(_), None) => Some(then),
            _ => Some(now),
        }
    }

    /// Then and now, each with its own unit; `none` for what does not stand.
    pub fn with_units(&self, none: &str) -> (String, String) {
        let told = |raw: Option<&String>, unit: &str| match raw {
            None => none.to_owned(),
            Some(raw) if raw.trim_end().ends_with(unit) => raw.clone(),
            Some(raw) => crate::text::number::with_unit(raw, unit),
        };
        (told(self.raw.0.as_ref(), &self.units.0), told(self.raw.1.as_ref(), &self.units.1))
    }
}
