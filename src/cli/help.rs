//! Help and usage errors in Chinese: the grammar's English words are replaced when the terminal speaks Chinese.

use clap::{
    Command, CommandFactory, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::args::Cli;
use crate::model::Lang;

/// Chinese for commands: name (empty for the program itself) and what it does.
const COMMANDS: &[(&str, &str)] = &[
    ("", "台账：把各部门每季度报送的表格汇总成一个工作簿，并找出其中每一处对不上的地方"),
    ("run", "主要工作：读取、匹配、核对、汇总，写出报告"),
    ("check", "报送之前先检查单个文件"),
    ("read", "列出程序从表格中读到的每一行"),
    ("link", "匹配任意两张表"),
    ("audit", "核对文字中的数字，每行一段文字"),
    ("forms", "为每个部门生成一份空白填报表"),
    ("returns", "为每个有问题待核实的部门生成一份核实单，并写出催报文字"),
    ("compare", "两份报告之间有哪些变化"),
    ("verify", "由依据的文件重新得出报告的每个单元格，列出得不出的"),
    ("explain", "查看全部检查项目，或其中一项的说明"),
    ("init", "新建一个工作文件夹"),
    ("completions", "输出命令行自动补全脚本"),
];

/// Chinese for arguments, by their id; an id means the same wherever it occurs, unless `command.id` says otherwise.
const ARGUMENTS: &[(&str, &str)] = &[
    ("lang", "报告和提示的语言：zh、en [默认：与任务清单相同]"),
    ("jobs", "使用的线程数 [默认：每个处理器一个]"),
    ("quiet", "除错误外不输出任何提示"),
    ("no_progress", "不显示进度条"),
    ("color", "提示是否用颜色：auto、always、never [默认：auto]"),
    ("run.workspace", "本期的工作文件夹 [默认：当前文件夹]"),
    ("tasks", "任务清单 [默认：tasks.csv 或 tasks.xlsx]"),
    ("departments", "部门名单及别名 [默认：departments.csv]"),
    ("submissions", "各部门报送的文件或文件夹 [默认：submissions/]"),
    ("previous", "上期报告 [默认：previous.xlsx]"),
    ("decisions", "审核处理记录 [默认：decisions.csv]"),
    ("period", "报告期：2023Q2、2023H1、2023-06 或“2023年上半年”"),
    ("output", "报告文件 [默认：在 out/ 中，按报告期命名]"),
    ("forms.workspace", "本期的工作文件夹 [默认：当前文件夹]"),
    ("forms.output", "填报表放进这个文件夹"),
    ("returns.workspace", "本期的工作文件夹 [默认：当前文件夹]"),
    ("returns.output", "核实单和催报文字放进这个文件夹"),
    ("json", "把全部结果写成 JSON"),
    ("csv", "把各表写成 CSV，放进这个文件夹"),
    ("run.fail_on", "有达到这一级别的问题时以状态 1 退出：never、error、warning、info [默认：never]"),
    ("check.fail_on", "有达到这一级别的问题时以状态 1 退出：never、error、warning、info [默认：error]"),
    ("old", "较早的报告"),
    ("new", "较晚的报告"),
    ("report", "报告"),
    ("verify.workspace", "本期的工作文件夹 [默认：报告所在的工作文件夹]"),
    ("verify.fail_on", "有得不出的单元格或改变的依据时以状态 1 退出：never、error、warning、info [默认：error]"),
    ("check.files", "报送的文件"),
    ("read.files", "表格文件"),
    ("workspace", "本期的工作文件夹（使用其中的任务清单、部门名单和设置）"),
    ("link.tasks", "任务清单，CSV 或 XLSX"),
    ("records", "要匹配的表，CSV 或 XLSX"),
    ("audit.format", "输出形式：text、json [默认：text]"),
    ("format", "输出形式：csv、json [默认：csv]"),
    ("file", "文本文件，每行一段文字；- 表示标准输入 [默认：-]"),
    ("code", "检查代码，例如 N003"),
    ("dir", "要新建的文件夹"),
    ("shell", "命令行程序：bash、elvish、fish、powershell、zsh"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
];

/// Chinese for the names of values.
const VALUES: &[(&str, &str)] = &[
    ("LANG", "语言"),
    ("N", "个数"),
    ("COLOR", "颜色"),
    ("WORKSPACE", "工作文件夹"),
    ("FILE", "文件"),
    ("FILES", "文件"),
    ("FILE.xlsx", "文件.xlsx"),
    ("OLD.xlsx", "较早的.xlsx"),
    ("NEW.xlsx", "较晚的.xlsx"),
    ("REPORT.xlsx", "报告.xlsx"),
    ("PATH", "路径"),
    ("DIR", "文件夹"),
    ("PERIOD", "报告期"),
    ("FAIL_ON", "级别"),
    ("FORMAT", "形式"),
    ("CODE", "代码"),
    ("SHELL", "命令行程序"),
];

/// What clap words itself, wherever it stands in a help page, and its Chinese.
const PAGE: &[(&str, &str)] =
    &[("[OPTIONS]", "[选项]"), ("\n命令:\n", "\n命令：\n"), ("\n参数:\n", "\n参数：\n"), ("\n选项:\n", "\n选项：\n")];

/// Parses the program's arguments, or gives the message to print and the exit status.
pub fn parse(lang: Lang) -> Result<Cli, (String, bool)> {
    let mut command = localised(lang);
    let matches = command.try_get_matches_from_mut(std::env::args_os()).map_err(|error| message(&error, lang))?;
    Cli::from_arg_matches(&matches).map_err(|error| message(&error, lang))
}

/// The grammar with its help in a language.
pub fn localised(lang: Lang) -> Command {
    let command = Cli::command();
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    if lang == Lang::En {
        return names.iter().fold(in_short(command), |command, name| command.mut_subcommand(name, in_short));
    }
    let mut command = translate(command, "").subcommand_help_heading("命令").subcommand_value_name("命令");
    for name in names {
        command = command.mut_subcommand(&name, |sub| translate(sub, &name));
    }
    command
}

/// The same with one line an option whichever way help is asked for: the long page says nothing more, on five times the lines.
fn in_short(command: Command) -> Command {
    let help = clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::HelpShort).help("Print help");
    command.disable_help_flag(true).arg(help.display_order(LAST))
}

/// Help and version stand below all other options.
const LAST: usize = 1_000;
const TEMPLATE_ZH: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

fn translate(command: Command, name: &str) -> Command {
    let about = COMMANDS.iter().find(|(of, _)| *of == name).map_or("", |(_, text)| *text);
    let has_version = name.is_empty();
    let mut command = command.about(about).help_template(TEMPLATE_ZH).disable_help_flag(true).arg(
        clap::Arg::new("help")
            .short('h')
            .long("help")
            .action(clap::ArgAction::Help)
            .help(words("", "help"))
            .display_order(LAST),
    );
    if has_version {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .action(clap::ArgAction::Version)
                .help(words("", "version"))
                .display_order(LAST),
        );
    }
    command.mut_args(|arg| {
        let heading = if arg.is_positional() { "参数" } else { "选项" };
        let text = words(name, arg.get_id().as_str());
        let arg = if text.is_empty() { arg } else { arg.help(text) };
        let arg = named_values(arg.help_heading(heading));
        // Notes such as the default value are English inside clap: they stand in the help text where they matter.
        let takes_value = matches!(arg.get_action(), clap::ArgAction::Set | clap::ArgAction::Append);
        if takes_value { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
    })
}

/// The same with its values named in Chinese.
fn named_values(arg: clap::Arg) -> clap::Arg {
    let takes_value = arg.is_positional() || matches!(arg.get_action(), clap::ArgAction::Set | clap::ArgAction::Append);
    if !takes_value {
        return arg;
    }
    let own = arg.get_id().as_str().to_uppercase();
    let name = arg.get_value_names().and_then(|names| names.first()).map_or(own, ToString::to_string);
    let chinese = VALUES.iter().find(|(of, _)| *of == name).map(|(_, zh)| *zh);
    if let Some(name) = chinese { arg.value_name(name) } else { arg }
}

fn words(command: &str, id: &str) -> &'static str {
    let own = format!("{command}.{id}");
    let find = |key: &str| ARGUMENTS.iter().find(|(of, _)| *of == key).map(|(_, text)| *text);
    find(&own).or_else(|| find(id)).unwrap_or("")
}

/// What to print for a usage error or a call for help, and whether it is an error.
fn message(error: &clap::Error, lang: Lang) -> (String, bool) {
    let is_error = error.use_stderr();
    if lang == Lang::En {
        return (error.render().to_string(), is_error);
    }
    if !is_error || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return (in_chinese(error.render().to_string()), is_error);
    }
    (format!("{}\n\n输入 taizhang --help 查看用法。\n", chinese(error)), true)
}

/// A help page with what clap words itself in Chinese.
fn in_chinese(page: String) -> String {
    PAGE.iter().fold(page, |page, (en, zh)| page.replace(en, zh))
}

fn chinese(error: &clap::Error) -> String {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = part(ContextKind::InvalidArg);
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument => format!("错误：没有“{argument}”这个选项。"),
        ErrorKind::InvalidSubcommand => format!("错误：没有“{}”这个命令。", part(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("错误：缺少 {argument}。"),
        ErrorKind::MissingSubcommand => "错误：请给出要执行的命令。".to_owned(),
        ErrorKind::ArgumentConflict => {
            format!("错误：“{argument}”不能与“{}”同时使用。", part(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("错误：“{argument}”的值“{}”无效。", part(ContextKind::InvalidValue))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("错误：“{argument}”后面的值个数不对。")
        }
        _ => format!("错误：{error}"),
    };
    let valid = part(ContextKind::ValidValue);
    if !valid.is_empty() {
        text.push_str(&format!("可用的值：{valid}。"));
    }
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(part)
        .find(|text| !text.is_empty());
    if let Some(nearest) = nearest {
        text.push_str(&format!("是不是“{nearest}”？"));
    }
    text
}

/// The language of messages before a task list is known: `--lang`, else the environment's locale.
pub fn language(args: &[String], locale: Option<&str>) -> Lang {
    let mut asked = None;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if arg == "--lang" {
            asked = args.next().map(String::as_str);
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            asked = Some(value);
        }
    }
    match asked.or(locale) {
        Some(text) if text.starts_with("en") || text == "C" || text.starts_with("C.") || text == "POSIX" => Lang::En,
        Some(text) if text.starts_with("zh") => Lang::Zh,
        Some(text) if !text.is_empty() => Lang::En,
        _ => Lang::Zh,
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_word_of_help_has_its_chinese() {
        let command = localised(Lang::Zh);
        let mut all: Vec<_> = vec![command.clone()];
        all.extend(command.get_subcommands().cloned());
        localised(Lang::Zh).debug_assert();
        for command in all {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.chars().any(|c| c > '\u{2e7f}'), "{}: {about}", command.get_name());
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.chars().any(|c| c > '\u{2e7f}'), "{} {}: {help}", command.get_name(), arg.get_id());
            }
        }
    }

    #[test]
    fn a_page_of_help_is_in_one_language() {
        let words = |page: &str| -> Vec<String> {
            let letters = page.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
            letters.filter(|word| word.chars().all(|c| c.is_ascii_uppercase())).map(str::to_owned).collect()
        };
        // Formats and file names are called the same in both.
        let known = ["CSV", "XLSX", "JSON"];
        let names: Vec<String> = localised(Lang::Zh).get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        for name in names {
            let page = |lang: Lang| {
                let asked = localised(lang).try_get_matches_from(["taizhang", &name, "--help"]);
                message(&asked.expect_err("a page"), lang).0
            };
            let zh = page(Lang::Zh);
            let foreign: Vec<String> = words(&zh).into_iter().filter(|word| !known.contains(&word.as_str())).collect();
            assert!(foreign.is_empty() && !zh.contains("OPTIONS") && zh.contains("\n选项：\n"), "{foreign:?}\n{zh}");
            let en = page(Lang::En);
            assert!(!en.chars().any(|c| c > '\u{2e7f}'), "{en}");
        }
    }

    #[test]
    fn descriptions_stand_one_under_the_other() {
        for lang in [Lang::Zh, Lang::En] {
            let asked = localised(lang).try_get_matches_from(["taizhang", "run", "--help"]);
            let (page, _) = message(&asked.expect_err("a page"), lang);
            let options = page.lines().filter(|line| line.trim_start().starts_with('-'));
            let columns: Vec<usize> = options
                .filter_map(|line| {
                    let words = line.trim_start();
                    let gap = words.find("  ")? + line.len() - words.len();
                    let said = line[gap..].trim_start();
                    Some(line[..line.len() - said.len()].width())
                })
                .collect();
            assert!(columns.len() > 10 && columns.iter().all(|column| *column == columns[0]), "{columns:?}\n{page}");
        }
    }

    #[test]
    fn language_is_asked_for_or_the_terminals() {
        let args = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(language(&args("run --lang en"), Some("zh_CN.UTF-8")), Lang::En);
        assert_eq!(language(&args("run --lang=zh"), Some("C")), Lang::Zh);
        assert_eq!(language(&args("run"), Some("zh_CN.UTF-8")), Lang::Zh);
        assert_eq!(language(&args("run"), Some("en_GB.UTF-8")), Lang::En);
        assert_eq!(language(&args("run"), None), Lang::Zh);
    }
}
