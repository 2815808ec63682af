//! OpenFormula text (`of:=SUM([.E5:.E20])`) in the form that Excel users know (`SUM(E5:E20)`).

/// A formula without prefix and `=`, references as Excel writes them.
pub(super) fn plain(formula: &str) -> String {
    let body = match formula.split_once('=') {
        Some((prefix, body)) if prefix.is_empty() || prefix.ends_with(':') => body,
        _ => formula,
    };
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let used = match c {
            '"' => {
                let used = rest[1..].find('"').map_or(rest.len(), |at| at + 2);
                out.push_str(&rest[..used]);
                used
            }
            '[' => {
                let used = rest.find(']').map_or(rest.len(), |at| at + 1);
                push_reference(&mut out, rest[1..used].trim_end_matches(']'));
                used
            }
            ';' => {
                out.push(',');
                1
            }
            _ => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[used..];
    }
    out
}

/// `.E5:.E20` → `E5:E20`; `$表1.A1` → `表1!A1`.
fn push_reference(out: &mut String, reference: &str) {
    for (index, corner) in reference.split(':').enumerate() {
        if index > 0 {
            out.push(':');
        }
        match corner.rsplit_once('.') {
            Some(("", cell)) => out.push_str(cell),
            Some((sheet, cell)) => {
                out.push_str(sheet.strip_prefix('$').unwrap_or(sheet));
                out.push('!');
                out.push_str(cell);
            }
            None => out.push_str(corner),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_as_in_excel() {
        for (stored, told) in [
            ("of:=SUM([.E5:.E20])", "SUM(E5:E20)"),
            ("of:=[.E5]/[.$D$5]*100", "E5/$D$5*100"),
            ("of:=SUM([$表1.A1:.A3];[.B1])", "SUM(表1!A1:A3,B1)"),
            ("oooc:=IF([.A1]=\"x;[\";1;2)", "IF(A1=\"x;[\",1,2)"),
            ("=1+1", "1+1"),
            ("of:=[.A1", "A1"),
        ] {
            assert_eq!(plain(stored), told);
        }
    }
}
