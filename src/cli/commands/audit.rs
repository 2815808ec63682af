//! `audit`: the figures of narratives, one narrative a line in, one object a line out.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
};

use crate::{
    cli::{
        Done, Failure,
        args::{AuditArgs, AuditFormat},
    },
    figures::{self, Audit},
    model::{Lang, Words},
    render,
};

/// Audits every line; blank lines too, so that as many objects come out as lines went in.
pub fn run(args: &AuditArgs, lang: Lang) -> Result<Done, Failure> {
    let input: Box<dyn Read> = if args.file == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(&args.file).map_err(|error| cannot_read(&args.file, &error))?)
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut input = BufReader::new(input);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| cannot_read(&args.file, &error))? == 0 {
            break;
        }
        number += 1;
        let text = text_of(&line, number);
        let audit = figures::audit(&text);
        let written = match args.format {
            AuditFormat::Json => writeln!(out, "{}", render::lines::audit(&text, &audit.quantities, &audit.relations)),
            AuditFormat::Text => out.write_all(as_text(number, &text, &audit, lang).as_bytes()),
        };
        if let Err(error) = written {
            return closed(&error);
        }
    }
    out.flush().map_or_else(|error| closed(&error), |()| Ok(Done::Clean))
}

/// A reader that has seen enough (`| head`) is no error.
fn closed(error: &std::io::Error) -> Result<Done, Failure> {
    if error.kind() == std::io::ErrorKind::BrokenPipe {
        return Ok(Done::Clean);
    }
    Err(Failure::words(Words::new(
        format!("无法写到标准输出：{error}"),
        format!("can't write to standard output: {error}"),
    )))
}

/// The line decoded, without its end and, on the first, without a byte order mark.
fn text_of(line: &[u8], number: u64) -> String {
    // A line that is not UTF-8 is in the encoding that Chinese spreadsheets are saved in.
    let text = match std::str::from_utf8(line) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(line).0,
    };
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    let text = if number == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
    text.to_owned()
}

fn as_text(number: u64, text: &str, audit: &Audit, lang: Lang) -> String {
    let mut lines = String::new();
    for relation in &audit.relations {
        let quote: String =
            text.chars().skip(relation.start).take(relation.end.saturating_sub(relation.start)).collect();
        lines.push_str(&format!(
            "{number}:{}-{}\t{}\t{}\t{}\n",
            relation.start + 1,
            relation.end,
            relation.verdict.words().get(lang),
            relation.expression,
            quote,
        ));
        if let Some(note) = &relation.note {
            lines.push_str(&format!("\t{}\n", note.get(lang)));
        }
    }
    lines
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    Failure::words(Words::new(
        format!("无法读取 {}：{error}", path.display()),
        format!("can't read {}: {error}", path.display()),
    ))
}
