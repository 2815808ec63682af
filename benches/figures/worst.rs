//! Texts made to be slow: each is a function of its length in steps.

/// A name, and what makes the text from a number of steps.
type Input = (&'static str, fn(usize) -> String);

/// All of them.
pub const INPUTS: [Input; 20] = [
    ("numbers in one sentence", |n| (0..n).map(|i| format!("第{}类{}件，", i % 7, 100 + i * 37 % 900)).collect()),
    ("members of one list", |n| {
        format!("共{}项，其中：{}", n * 5, (0..n).map(|i| format!("甲镇{}项、", 1 + i % 9)).collect::<String>())
    }),
    ("shares of one list", |n| {
        (0..n).map(|i| format!("乙类{}件，占{}.{}%；", 10 + i % 90, 1 + i % 9, i % 10)).collect()
    }),
    ("rates in one sentence", |n| (0..n).map(|i| format!("办结{}件，办结率{}%，", 10 + i % 90, 1 + i % 99)).collect()),
    ("changes in one sentence", |n| (0..n).map(|i| format!("同比增加{}件，增长{}%，", 1 + i % 9, i % 99)).collect()),
    ("totals before and after", |n| (0..n).map(|i| format!("共计{}件，合计{}件，", i % 97, i % 89)).collect()),
    ("nested brackets", |n| format!("{}9项{}", "共9项（其中".repeat(n), "）".repeat(n))),
    ("open brackets alone", |n| "（".repeat(n * 4)),
    ("one endless line of words", |n| "持续推进各项重点任务落地见效".repeat(n)),
    ("digits without end", |n| "1234567890".repeat(n)),
    ("grouped digits without end", |n| "123,".repeat(n * 3)),
    ("blanks between numbers", |n| (0..n).map(|i| format!("{i}{}", " ".repeat(40))).collect()),
    ("cells of a table", |n| (0..n).map(|i| format!("合计 | {} | {} | {}\n", i, i * 2, i * 3)).collect()),
    ("totals and what is left in sentences", |n| {
        (0..n).map(|i| format!("共{}项，其余{}项。", 100 + i % 800, i % 97)).collect()
    }),
    ("sums behind their parts", |n| {
        (0..n).map(|i| format!("甲{}项、乙{}项，合计{}项；", i % 99, i % 77, i % 153)).collect()
    }),
    ("parts and shares after 其中", |n| {
        (0..n).map(|i| format!("共{}个，其中甲{}个，占{}%。", 100 + i % 800, i % 97, i % 89)).collect()
    }),
    ("values before and after", |n| {
        (0..n).map(|i| format!("由{}个增加到{}个，增加{}个，增长{}%。", i % 977, i % 931, i % 77, i % 98)).collect()
    }),
    ("counts in many units", |n| {
        let units = ["个", "件", "人", "户", "亩", "公里", "万元", "吨", "处", "家"];
        (0..n).map(|i| format!("{}{}，", i % 97, units[i % 10])).collect()
    }),
    ("a ledger in English sentences", |n| {
        (0..n).map(|i| format!("{} received, {} of which ({}%) were closed. ", 100 + i % 900, i % 97, i % 31)).collect()
    }),
    ("open quotes and titles", |n| "《“〔1".repeat(n * 2)),
];
