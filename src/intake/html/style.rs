//! The few style properties that say what a cell holds or whether it shows.

use std::collections::BTreeSet;

/// Whether a declaration list keeps a cell as text (`mso-number-format:"\@"`).
pub(super) fn is_text_format(declarations: &str) -> bool {
    property(declarations, "mso-number-format").is_some_and(|code| code.trim_matches(['"', '\'', ' ', '\\']) == "@")
}

/// Whether a declaration list hides its element.
pub(super) fn is_hidden(declarations: &str) -> bool {
    property(declarations, "display").is_some_and(|value| value.trim().eq_ignore_ascii_case("none"))
        || property(declarations, "mso-height-source").is_some() && property(declarations, "height") == Some("0")
}

/// Class names whose rules keep a cell as text.
pub(super) fn text_classes(sheet: &str, classes: &mut BTreeSet<String>) {
    for rule in sheet.split('}') {
        let Some((selectors, declarations)) = rule.split_once('{') else { continue };
        if !is_text_format(declarations) {
            continue;
        }
        for selector in selectors.split(',') {
            if let Some((_, class)) = selector.trim().rsplit_once('.') {
                classes.insert(class.trim().to_lowercase());
            }
        }
    }
}

fn property<'a>(declarations: &'a str, name: &str) -> Option<&'a str> {
    declarations.split(';').find_map(|declaration| {
        let (key, value) = declaration.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_formats_are_found() {
        for text in ["mso-number-format:\"\\@\"", "color:red; mso-number-format:'\\@';", "MSO-NUMBER-FORMAT: \\@"] {
            assert!(is_text_format(text), "{text}");
        }
        assert!(!is_text_format("mso-number-format:\"0\\.00\""));
        let mut classes = BTreeSet::new();
        text_classes("td{x:y} .XL65, td.xl66 {mso-number-format:\"\\@\";} .xl67{color:red}", &mut classes);
        assert_eq!(classes.into_iter().collect::<Vec<_>>(), ["xl65", "xl66"]);
    }
}
