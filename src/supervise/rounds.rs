//! What is concluded from a child's end: who is under suspicion, who is found out, and whether to begin again.

use super::watch::Stopped;
use crate::{intake::journal::Order, model::Words};

/// More files that take the program down than this, and it is not the files.
const MOST: usize = 200;

/// What comes after a child's end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The run begins again, with what to say about it.
    Again(Words),
    /// Nothing more can be concluded.
    GiveUp,
}

/// The rounds of one run.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    orders: Vec<(String, Order)>,
}

impl Rounds {
    /// The orders for the next child.
    pub(super) fn orders(&self) -> &[(String, Order)] {
        &self.orders
    }

    /// Draws the conclusion from the end of a child that did not end by itself: each round either puts a file under
    /// suspicion that was not, or finds one out, so they come to an end.
    pub(super) fn next(&mut self, in_flight: &[String], stopped: Option<&Stopped>) -> Next {
        if self.orders.len() >= MOST {
            return Next::GiveUp;
        }
        // A file has its time to itself, however many are worked on; what the process holds, several may have asked for.
        if let Some(Stopped { file: Some(file), limit, allowed, found }) = stopped
            && (*limit == "seconds" || self.is_apart(file))
        {
            return self.refuse(file, Order::Over { limit, allowed: *allowed, found: *found });
        }
        match in_flight {
            [] => Next::GiveUp,
            // Alone, and before any other file: there is nobody else to blame.
            [file] if self.is_apart(file) => self.refuse(file, Order::Killed),
            files => {
                let fresh: Vec<&String> = files.iter().filter(|file| !self.is_apart(file)).collect();
                if fresh.is_empty() {
                    return Next::GiveUp;
                }
                let names = fresh.iter().map(|file| file.as_str()).collect::<Vec<_>>();
                let words = suspected(&names);
                let fresh: Vec<_> = fresh.into_iter().map(|file| (file.clone(), Order::Apart)).collect();
                self.orders.extend(fresh);
                Next::Again(words)
            }
        }
    }

    fn is_apart(&self, file: &str) -> bool {
        self.orders.iter().any(|(named, order)| named == file && *order == Order::Apart)
    }

    fn refuse(&mut self, file: &str, order: Order) -> Next {
        if self.orders.iter().any(|(named, order)| named == file && *order != Order::Apart) {
            return Next::GiveUp;
        }
        self.orders.retain(|(named, _)| named != file);
        let words = refused(file, &order);
        self.orders.push((file.to_owned(), order));
        Next::Again(words)
    }
}

fn suspected(files: &[&str]) -> Words {
    Words::new(
        format!("读取中异常中止，正在读取的是：{}。现在逐个单独读取，其余照常。", files.join("、")),
        format!("it died while reading {}; beginning again, with each of these alone", files.join(", ")),
    )
}

fn refused(file: &str, order: &Order) -> Words {
    match order {
        Order::Over { limit, allowed, found } => Words::new(
            format!("{file}：超过 {limit}（上限 {allowed}，已用 {found}），不读取这个文件，重新开始。"),
            format!("{file}: over {limit} ({allowed} allowed, {found} used); beginning again without it"),
        ),
        _ => Words::new(
            format!("{file}：读取它会使程序异常中止，不读取这个文件，重新开始。"),
            format!("{file}: reading it kills the process; beginning again without it"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_file_is_refused_only_after_it_killed_alone() {
        let mut rounds = Rounds::default();
        assert!(matches!(rounds.next(&files(&["a", "b"]), None), Next::Again(_)));
        assert_eq!(rounds.orders(), [("a".to_owned(), Order::Apart), ("b".to_owned(), Order::Apart)]);
        assert!(matches!(rounds.next(&files(&["b"]), None), Next::Again(_)));
        assert_eq!(rounds.orders(), [("a".to_owned(), Order::Apart), ("b".to_owned(), Order::Killed)]);
        // A child that goes on dying over what it was told not to touch is beyond help.
        assert_eq!(rounds.next(&files(&["b"]), Some(&stopped("b"))), Next::GiveUp);
    }

    #[test]
    fn one_file_alone_is_first_suspected_too() {
        let mut rounds = Rounds::default();
        assert!(matches!(rounds.next(&files(&["a"]), None), Next::Again(_)));
        assert_eq!(rounds.orders(), [("a".to_owned(), Order::Apart)]);
    }

    #[test]
    fn nothing_in_flight_is_nobody_s_fault() {
        assert_eq!(Rounds::default().next(&[], None), Next::GiveUp);
    }

    #[test]
    fn it_comes_to_an_end_whatever_a_child_does() {
        let mut rounds = Rounds::default();
        let mut count = 0;
        while let Next::Again(_) = rounds.next(&files(&[&format!("f{count}")]), None) {
            count += 1;
            assert!(count <= MOST);
        }
    }

    fn stopped(file: &str) -> Stopped {
        Stopped { file: Some(file.to_owned()), limit: "seconds", allowed: 1, found: 2 }
    }
}
