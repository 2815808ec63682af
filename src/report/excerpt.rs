//! A long text in a list: the stretch that matters. The whole of it stands in 汇总表 and in the file that the row leads to.

use crate::model::{Lang, Words};

/// Characters that a cell of a list shows of a text.
const MOST: usize = 240;
/// Characters before the first difference that say where one is.
const BEFORE: usize = 30;

/// What to show of two texts that are held against each other: whole when short, else from just before the place where
/// they first differ. Either may be empty.
pub(super) fn excerpts(found: &str, expected: &str, lang: Lang) -> [String; 2] {
    let common = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
    // Texts that differ from the start, or are one within the other, are best shown from their beginning.
    let from = if common + BEFORE < MOST { 0 } else { common - BEFORE };
    [shown(found, from, lang), shown(expected, from, lang)]
}

fn shown(text: &str, from: usize, lang: Lang) -> String {
    let length = text.chars().count();
    if length <= MOST {
        return text.to_owned();
    }
    let from = from.min(length - MOST + BEFORE);
    let stretch: String = text.chars().skip(from).take(MOST - BEFORE).collect();
    let dots = Words::new("……", "…");
    let before = if from > 0 { dots.get(lang) } else { "" };
    let after = if from + (MOST - BEFORE) < length { dots.get(lang) } else { "" };
    match lang {
        Lang::Zh => format!("{before}{stretch}{after}\n（节选，全文{length}字）"),
        Lang::En => format!("{before}{stretch}{after}\n(excerpt of {length} characters)"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_long_text_is_shown_where_it_differs() {
        let same = "坚持系统治理。".repeat(60);
        let [found, expected] = excerpts(&format!("{same}完成三处{same}"), &format!("{same}完成五处{same}"), Lang::Zh);
        assert!(
            found.starts_with("……") && found.contains("完成三处") && found.ends_with("（节选，全文844字）"),
            "{found}"
        );
        assert!(expected.contains("完成五处"), "{expected}");
        assert_eq!(excerpts("甲", "", Lang::Zh), ["甲", ""]);
        let [english, _] = excerpts(&same, "", Lang::En);
        assert!(english.contains("治理。…\n(excerpt of 420 characters)"), "{english}");
    }

    proptest! {
        #[test]
        fn short_texts_stay_and_long_ones_get_short(a in "[一-十\n]{0,600}", b in "[一-十\n]{0,600}") {
            for (text, shown) in [&a, &b].into_iter().zip(excerpts(&a, &b, Lang::Zh)) {
                if text.chars().count() <= MOST {
                    prop_assert_eq!(text, &shown);
                } else {
                    prop_assert!(shown.chars().count() <= MOST + 20);
                }
            }
        }
    }
}
