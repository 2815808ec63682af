//! Laws of the figure audit, on any text.

use proptest::prelude::*;
use taizhang::{
    figures::{agree, audit},
    model::Verdict,
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
    fn a_rounded_value_agrees_with_the_value(mantissa in 0_i64..1_000_000_000, decimals in 0_u32..4) {
        let exact = rust_decimal::Decimal::new(mantissa, 5);
        prop_assert_eq!(agree(exact.round_dp(decimals), exact, decimals), Verdict::Consistent);
    }
}
