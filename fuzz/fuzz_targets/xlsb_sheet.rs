//! The parts of an .xlsb: the first byte says how much of the rest is the workbook part.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((&share, rest)) = data.split_first() else { return };
    let (workbook, sheet) = rest.split_at(rest.len() * usize::from(share) / 256);
    taizhang_fuzz::hold("a.xlsb", &taizhang_fuzz::workbook(workbook, "bin", sheet, b""));
});
