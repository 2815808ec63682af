//! Bytes → text: byte order marks, UTF-8, UTF-16, GB18030, and the rest by their letters.

use std::borrow::Cow;

use crate::model::Words;
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded text, and whether some bytes of it meant nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    /// The text without its byte order mark.
    pub text: Cow<'a, str>,
    /// The encoding is not certain, or some bytes meant nothing in it and became U+FFFD.
    pub damaged: bool,
}

/// Decodes text of unknown encoding; `declared` is what the content itself says (a charset in HTML).
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.into(), damaged: false };
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        let decoded = with(encoding, bytes);
        if !decoded.damaged && encoding != UTF_8 {
            return decoded;
        }
    }
    by_letters(bytes)
}

/// The words for text some of whose bytes mean nothing.
pub(super) fn undecodable() -> Words {
    Words::new(
        "文件的文字编码无法确定，读出来的文字可能有错（乱码或“\u{fffd}”）。请用 Excel 打开，另存为 .xlsx 后重新报送。",
        "the encoding of its text is not certain, and characters may have been read wrongly: open it in Excel, save it as .xlsx and send it again",
    )
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    // Every file labelled GBK or GB2312 is read as GB18030, which holds them both.
    let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, damaged }
}

/// Not UTF-8 and no mark: GB18030 if every byte of it makes sense so, else what the letters look like.
fn by_letters(bytes: &[u8]) -> Decoded<'_> {
    let chinese = with(GB18030, bytes);
    let guess = guess(bytes);
    if !chinese.damaged {
        // Big5 and GB18030 share most byte pairs; only a clear sign of Big5 outweighs the far more common one.
        let big5 = with(BIG5, bytes);
        if guess == BIG5 && !big5.damaged {
            return big5;
        }
        return chinese;
    }
    if let Some(mixed) = line_by_line(bytes) {
        return mixed;
    }
    // Whatever it is, it is not Chinese as a Chinese program writes it.
    let guessed = with(unbiased_guess(bytes), bytes);
    let text = if guessed.damaged { chinese.text } else { guessed.text };
    Decoded { text, damaged: true }
}

fn unbiased_guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow)
}

/// A file pasted together of UTF-8 and GB18030 lines.
fn line_by_line(bytes: &[u8]) -> Option<Decoded<'static>> {
    let mut text = String::with_capacity(bytes.len());
    let mut wide_lines = 0_u32;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            wide_lines += u32::from(!line.is_ascii());
            text.push_str(line);
            continue;
        }
        let (decoded, damaged) = GB18030.decode_without_bom_handling(line);
        if damaged {
            return None;
        }
        text.push_str(&decoded);
    }
    (wide_lines > 0).then(|| Decoded { text: text.into(), damaged: false })
}

/// UTF-16 without a mark shows by its zero bytes: line ends, digits and delimiters have one each, on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(64 << 10))?;
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    // A stray zero in plain ASCII is no sign: Chinese text in UTF-16 has bytes above it.
    if sample.is_ascii() && (even + odd) * 5 < pairs * 2 {
        return None;
    }
    let clear = |many: usize, few: usize| many * 20 >= pairs && many > 0 && few * 20 <= many;
    if clear(odd, even) && !with(UTF_16LE, bytes).damaged {
        return Some(UTF_16LE);
    }
    if clear(even, odd) && !with(UTF_16BE, bytes).damaged {
        return Some(UTF_16BE);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "序号,重点任务,进展情况\n1,“无废城市”建设,完成投资41.8亿元\n";

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn every_common_encoding_is_told_by_its_bytes() {
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("utf-8", TEXT.into()),
            ("utf-8 with mark", marked(b"\xef\xbb\xbf", TEXT.into())),
            ("utf-16le with mark", marked(b"\xff\xfe", utf16(TEXT, false))),
            ("utf-16be with mark", marked(b"\xfe\xff", utf16(TEXT, true))),
            ("utf-16le", utf16(TEXT, false)),
            ("utf-16be", utf16(TEXT, true)),
            ("gb18030", GB18030.encode(TEXT).0.into_owned()),
        ];
        for (name, bytes) in cases {
            assert_eq!(decode(&bytes, None), Decoded { text: TEXT.into(), damaged: false }, "{name}");
        }
        for short in ["一,二", "单位", "完成率,％", "市发改委\t已完成\r\n"] {
            assert_eq!(decode(&GB18030.encode(short).0, None).text, short);
        }
    }

    #[test]
    fn lines_of_two_encodings_are_both_read() {
        let mut bytes = "1,市水务局,完成\n".as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("2,市住建局,正常推进\n").0);
        // The whole must not happen to be valid in one of them for this test to mean anything.
        assert!(std::str::from_utf8(&bytes).is_err());
        assert!(decode(&bytes, None).text.contains("市住建局"));
    }

    #[test]
    fn a_declared_charset_helps_and_a_wrong_one_does_not_harm() {
        let big5 = BIG5.encode("序號,單位,進度").0.into_owned();
        assert_eq!(decode(&big5, Some("big5")).text, "序號,單位,進度");
        let bytes = GB18030.encode("市水务局").0.into_owned();
        assert_eq!(decode(&bytes, Some("utf-8")).text, "市水务局");
        assert_eq!(decode(&bytes, Some("gb2312")).text, "市水务局");
    }
}
