//! Laws of the figure audit, on any text.

use proptest::prelude::*;
use taizhang::{
    figures::{Narrative, across, agree, audit},
    model::{RelationKind, Verdict},
};

/// Text of the words and marks that the grammar looks for, in any order.
fn nasty() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "12",
        "3.5",
        "1,234",
        "289件",
        "284件",
        "98.3%",
        "2.3个百分点",
        "共",
        "其中",
        "：",
        "，",
        "、",
        "；",
        "。",
        "（",
        "）",
        "(",
        ")",
        "占",
        "办结率",
        "同比增加",
        "增长",
        "下降",
        "由",
        "减少到",
        "约",
        "余",
        "万",
        "亿元",
        "一百二十",
        "百分之",
        "十",
        "点",
        "五",
        "第",
        "年",
        "月",
        "\n",
        "|",
        " ",
        "-",
        "“",
        "”",
        "《",
        "》",
        "〔2023〕5号",
        "PM2.5",
        "平均每件",
        "分别",
        "合计",
        "①",
        "％",
        "９",
        "\u{200b}",
        "é",
        "of which",
        "million",
        "total of ",
        "99999999999999999999999999",
        "0.0000000000000000000001",
        "1/6",
        "15%—20%",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_audited(text in any::<String>()) {
        let _ = audit(&text);
    }

    #[test]
    fn places_lead_back_to_the_text_and_quantities_stand_apart(text in nasty()) {
        let found = audit(&text);
        let characters: Vec<char> = text.chars().collect();
        let mut end = 0;
        for quantity in &found.quantities {
            prop_assert!(quantity.start >= end && quantity.start < quantity.end);
            end = quantity.end;
            let cited: String = characters[quantity.start..quantity.end].iter().collect();
            prop_assert_eq!(&cited, &quantity.text);
        }
        for relation in &found.relations {
            prop_assert!(relation.start < relation.end && relation.end <= characters.len());
        }
        prop_assert_eq!(found, audit(&text));
    }

    #[test]
    fn an_unrelated_sentence_changes_nothing_before_it(text in nasty()) {
        let text = format!("{text}。");
        let alone = audit(&text);
        let longer = audit(&format!("{text}会议强调要提高认识。"));
        prop_assert_eq!(alone.relations, longer.relations);
    }

    #[test]
    fn a_true_sum_holds_and_a_false_one_is_never_a_proof(a in 100_u32..900, b in 100_u32..900, off in 1_u32..90) {
        let sum = |total: u32| audit(&format!("受理事项{total}件，其中来电{a}件，来信{b}件。")).relations;
        prop_assert!(sum(a + b).iter().any(|r| r.verdict == Verdict::Consistent));
        prop_assert!(sum(a + b + off).iter().all(|r| r.verdict != Verdict::Consistent));
    }

    #[test]
    fn independent_sentences_may_change_places(a in 100_u32..900, b in 100_u32..900, off in 0_u32..3, c in 20_u32..90, d in 91_u32..400) {
        let parts = format!("受理事项{}件，其中来电{a}件，来信{b}件。", a + b + off * 7);
        let rate = format!("应改造{d}台，已完成{c}台，完成率{:.1}%。", f64::from(c * 100) / f64::from(d));
        let growth = format!("全市规上企业{}家，比上年增加{c}家，增长{:.1}%。", c + d, f64::from(c * 100) / f64::from(d));
        let told = |sentences: [&String; 3]| {
            let text: String = sentences.into_iter().map(String::as_str).collect();
            let mut told: Vec<_> = audit(&text).relations.into_iter().map(|r| (r.expression, r.reported, r.verdict)).collect();
            told.sort();
            told
        };
        let first = told([&parts, &rate, &growth]);
        prop_assert!(first.iter().filter(|(.., verdict)| *verdict == Verdict::Consistent).count() >= 2);
        prop_assert_eq!(&first, &told([&growth, &parts, &rate]));
        prop_assert_eq!(&first, &told([&rate, &growth, &parts]));
    }

    #[test]
    fn a_power_of_ten_changes_no_verdict(a in 100_u64..900, b in 100_u64..900, power in 0_u32..7) {
        let factor = 10_u64.pow(power);
        let (x, y) = (a * factor, b * factor);
        let percent = |part: u64, whole: u64| format!("{:.1}%", part as f64 * 100.0 / whole as f64);
        let verdicts = |text: String| audit(&text).relations.into_iter().map(|r| (r.kind, r.verdict)).collect::<Vec<_>>();
        for text in [
            |x: u64, y: u64, share: &str| format!("受理事项{}件，其中来电{x}件，占{share}，来信{y}件。", x + y),
            |x: u64, y: u64, share: &str| format!("计划投资{}元，已完成投资{x}元，完成率{share}；剩余{y}元。", x + y),
            |x: u64, y: u64, share: &str| format!("企业由{}家减少到{x}家，减少{y}家，占原有企业的{share}。", x + y),
        ] {
            let share = percent(a, a + b);
            let small = verdicts(text(a, b, &share));
            prop_assert!(small.iter().any(|(_, verdict)| *verdict == Verdict::Consistent));
            prop_assert_eq!(small, verdicts(text(x, y, &share)));
        }
    }

    #[test]
    fn a_relation_cites_the_figure_that_it_speaks_of(text in nasty()) {
        let characters: Vec<char> = text.chars().collect();
        for relation in audit(&text).relations {
            let cited: String = characters[relation.start..relation.end].iter().filter(|c| **c != ',').collect();
            let spelled = cited.chars().any(|c| "一二三四五六七八九十百９".contains(c));
            let listed = matches!(relation.kind, RelationKind::Share | RelationKind::Repeat);
            let shown = relation.reported.trim_end_matches('%').trim_start_matches('-');
            prop_assert!(spelled || listed || cited.contains(shown), "{} {} {}", relation.expression, shown, cited);
        }
    }

    #[test]
    fn what_is_said_across_is_of_the_texts(texts in prop::collection::vec(nasty(), 0..6)) {
        let narratives: Vec<Narrative<'_>> = texts.iter().map(|text| Narrative { text, subject: Some(0) }).collect();
        for found in across(&narratives) {
            prop_assert!(found.at != found.other && found.other < texts.len());
            prop_assert!(found.relation.verdict != Verdict::Inconsistent);
            prop_assert!(found.relation.start < found.relation.end);
            prop_assert!(found.relation.end <= texts[found.at].chars().count());
        }
    }

    #[test]
    fn a_rounded_value_agrees_with_the_value(mantissa in 0_i64..1_000_000_000, decimals in 0_u32..4) {
        let exact = rust_decimal::Decimal::new(mantissa, 5);
        prop_assert_eq!(agree(exact.round_dp(decimals), exact, decimals), Verdict::Consistent);
    }
}

/// What stopped the audit once.
#[test]
fn texts_that_once_stopped_it_are_read() {
    for text in [
        "平均每件289件（289件289件",
        "平均每批2.3人次（343批1108人次",
        "There were 24 Green indicators (60%), 9 Amber (22.5%) and 7 Red (87.5%) among the 40 reported for Quarter 4; five more \
         are measured annually.",
    ] {
        assert!(audit(text).quantities.len() > 1, "{text}");
    }
}

/// One pair of digits in so many is exchanged: the sentences are many.
const EXCHANGED: usize = 7;

/// The labelled sentences with two neighbouring digits exchanged, as a typist does, tell other arithmetic than any sentence was written for: each
/// is audited, and its places still lead back to the text.
#[test]
fn sentences_with_exchanged_digits_are_read() {
    let mut at = 0;
    let mut read = 0;
    let entries = std::fs::read_dir("tests/figures").unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text: Vec<char> = case["text"].as_str().unwrap().chars().collect();
            for pair in 1..text.len() {
                let digits = text[pair - 1].is_ascii_digit() && text[pair].is_ascii_digit();
                at += usize::from(digits);
                if !digits || text[pair - 1] == text[pair] || at % EXCHANGED != 0 {
                    continue;
                }
                let mut other = text.clone();
                other.swap(pair - 1, pair);
                let found = audit(&other.iter().collect::<String>());
                read += 1;
                for quantity in &found.quantities {
                    let cited: String = other[quantity.start..quantity.end].iter().collect();
                    assert_eq!(cited, quantity.text);
                }
                assert!(
                    found.relations.iter().all(|relation| relation.start < relation.end && relation.end <= other.len())
                );
            }
        }
    }
    assert!(read > 1000, "{read}");
}
